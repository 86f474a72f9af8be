//! What a drawing may be made of. Data alone: elements, attributes with the kind of their values, and looks.
//! Must never: list an element or a look that loads, runs, or moves.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::value::Kind;

/// Elements whose text is drawn.
pub(super) const WORDS: [&str; 3] = ["text", "tspan", "textPath"];

/// Elements that are noted beside the drawing, and are left out with all that is in them. Titles and descriptions are among them: nobody
/// who looks at the picture sees them, so nobody agreed to them, and the words of the image in the document do their work.
pub(super) const NOTES: [&str; 3] = ["metadata", "title", "desc"];

/// Elements that run, move, or are pages.
pub(super) const ACTIVE: [&str; 15] = [
    "script",
    "foreignObject",
    "animate",
    "animateColor",
    "animateMotion",
    "animateTransform",
    "mpath",
    "set",
    "discard",
    "handler",
    "listener",
    "iframe",
    "audio",
    "video",
    "canvas",
];

/// Elements that show another file.
pub(super) const REACHING: [&str; 6] = ["image", "feImage", "cursor", "color-profile", "font-face-uri", "tref"];

/// Elements that are kept.
pub(super) const ELEMENTS: [&str; 46] = [
    "g",
    "defs",
    "symbol",
    "use",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "textPath",
    "style",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "pattern",
    "marker",
    "filter",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
];

const ATTRIBUTES: [(&str, Kind); 90] = [
    ("id", Kind::Name),
    ("href", Kind::Reference),
    ("xml:space", Kind::Word),
    ("d", Kind::Path),
    ("points", Kind::Path),
    ("transform", Kind::Look),
    ("gradientTransform", Kind::Look),
    ("patternTransform", Kind::Look),
    ("viewBox", Kind::Number),
    ("preserveAspectRatio", Kind::Word),
    ("width", Kind::Number),
    ("height", Kind::Number),
    ("x", Kind::Number),
    ("y", Kind::Number),
    ("x1", Kind::Number),
    ("y1", Kind::Number),
    ("x2", Kind::Number),
    ("y2", Kind::Number),
    ("z", Kind::Number),
    ("cx", Kind::Number),
    ("cy", Kind::Number),
    ("r", Kind::Number),
    ("rx", Kind::Number),
    ("ry", Kind::Number),
    ("fx", Kind::Number),
    ("fy", Kind::Number),
    ("fr", Kind::Number),
    ("dx", Kind::Number),
    ("dy", Kind::Number),
    ("rotate", Kind::Number),
    ("offset", Kind::Number),
    ("pathLength", Kind::Number),
    ("textLength", Kind::Number),
    ("lengthAdjust", Kind::Word),
    ("startOffset", Kind::Number),
    ("method", Kind::Word),
    ("spacing", Kind::Word),
    ("side", Kind::Word),
    ("gradientUnits", Kind::Word),
    ("spreadMethod", Kind::Word),
    ("clipPathUnits", Kind::Word),
    ("maskUnits", Kind::Word),
    ("maskContentUnits", Kind::Word),
    ("patternUnits", Kind::Word),
    ("patternContentUnits", Kind::Word),
    ("markerUnits", Kind::Word),
    ("markerWidth", Kind::Number),
    ("markerHeight", Kind::Number),
    ("refX", Kind::Word),
    ("refY", Kind::Word),
    ("orient", Kind::Word),
    ("filterUnits", Kind::Word),
    ("primitiveUnits", Kind::Word),
    ("in", Kind::Result),
    ("in2", Kind::Result),
    ("result", Kind::Result),
    ("mode", Kind::Word),
    ("type", Kind::Word),
    ("values", Kind::Number),
    ("operator", Kind::Word),
    ("stdDeviation", Kind::Number),
    ("k1", Kind::Number),
    ("k2", Kind::Number),
    ("k3", Kind::Number),
    ("k4", Kind::Number),
    ("radius", Kind::Number),
    ("scale", Kind::Number),
    ("xChannelSelector", Kind::Word),
    ("yChannelSelector", Kind::Word),
    ("surfaceScale", Kind::Number),
    ("diffuseConstant", Kind::Number),
    ("specularConstant", Kind::Number),
    ("specularExponent", Kind::Number),
    ("limitingConeAngle", Kind::Number),
    ("azimuth", Kind::Number),
    ("elevation", Kind::Number),
    ("pointsAtX", Kind::Number),
    ("pointsAtY", Kind::Number),
    ("pointsAtZ", Kind::Number),
    ("order", Kind::Number),
    ("kernelMatrix", Kind::Number),
    ("divisor", Kind::Number),
    ("bias", Kind::Number),
    ("targetX", Kind::Number),
    ("edgeMode", Kind::Word),
    ("tableValues", Kind::Number),
    ("slope", Kind::Number),
    ("intercept", Kind::Number),
    ("amplitude", Kind::Number),
    ("exponent", Kind::Number),
];

/// What can be said of looks, as an attribute and in a style alike.
const LOOKS: [&str; 59] = [
    "alignment-baseline",
    "baseline-shift",
    "clip-path",
    "clip-rule",
    "color",
    "color-interpolation",
    "color-interpolation-filters",
    "color-rendering",
    "direction",
    "display",
    "dominant-baseline",
    "fill",
    "fill-opacity",
    "fill-rule",
    "filter",
    "flood-color",
    "flood-opacity",
    "font-family",
    "font-kerning",
    "font-size",
    "font-size-adjust",
    "font-stretch",
    "font-style",
    "font-variant",
    "font-weight",
    "glyph-orientation-horizontal",
    "glyph-orientation-vertical",
    "image-rendering",
    "kerning",
    "letter-spacing",
    "lighting-color",
    "marker-end",
    "marker-mid",
    "marker-start",
    "mask",
    "mask-type",
    "opacity",
    "overflow",
    "paint-order",
    "shape-rendering",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "text-decoration",
    "text-rendering",
    "text-transform",
    "transform-origin",
    "vector-effect",
    "visibility",
    "word-spacing",
    "writing-mode",
];

/// Looks that a style may not change: no attribute says the same, or they move.
pub(super) const UNSAID: [&str; 11] = ["transform", "d", "x", "y", "cx", "cy", "r", "content", "animation", "transition", "offset-path"];

/// Functions in values.
pub(super) const FUNCTIONS: [&str; 14] =
    ["rgb", "rgba", "hsl", "hsla", "url", "matrix", "translate", "translateX", "translateY", "scale", "rotate", "skewX", "skewY", "blur"];

/// What the inputs of a filter are called in every drawing.
pub(super) const INPUTS: [&str; 6] = ["SourceGraphic", "SourceAlpha", "BackgroundImage", "BackgroundAlpha", "FillPaint", "StrokePaint"];

/// What attributes say in words.
pub(super) static WORDS_OF_ATTRIBUTES: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| include_str!("words/attributes.txt").split_whitespace().collect());

/// What looks say in words, in lower case; colours apart.
pub(super) static KEYWORDS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| include_str!("words/looks.txt").split_whitespace().collect());

/// Colours that have names, in lower case.
pub(super) static COLOURS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| include_str!("words/colours.txt").split_whitespace().collect());

/// A known attribute that says no looks.
pub(super) fn attribute(name: &str) -> Option<(&'static str, Kind)> {
    ATTRIBUTES.iter().find(|(known, _)| *known == name).copied()
}

/// A known look.
pub(super) fn look(name: &str) -> Option<&'static str> {
    LOOKS.iter().find(|known| **known == name).copied()
}
