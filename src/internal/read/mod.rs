//! SourceFile → Draft. Comes in: the bytes of one file. Goes out: a draft with spans, and findings about its shape.
//! Nothing here decides what is published, and nothing here panics on any bytes.

pub mod draft;
pub mod prose;
