//! A tree of values without places and order, to compare what front matter says before and after an edit.

use std::collections::BTreeMap;

use super::{Setting, Written};
use crate::internal::read::node::{Node, Value};

/// What front matter says.
#[derive(Clone, PartialEq, Eq)]
pub enum Shape {
    /// Nothing was written.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Any other scalar.
    Text(String),
    /// A list.
    List(Vec<Shape>),
    /// A table.
    Map(BTreeMap<String, Shape>),
}

impl Shape {
    /// What a tree says.
    pub fn of(node: &Node) -> Self {
        match &node.value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Text(text) => Self::Text(text.clone()),
            Value::List(list) => Self::List(list.iter().map(Self::of).collect()),
            Value::Map(entries) => Self::Map(entries.iter().map(|entry| (entry.key.clone(), Self::of(&entry.node))).collect()),
        }
    }

    /// Sets a key as an edit is to set it. Of a table that is not there, nothing is set: the edit is then found to be another.
    pub fn set(&mut self, setting: &Setting) {
        let Self::Map(root) = self else { return };
        let table = match setting.table {
            None => Some(root),
            Some(name) => match root.get_mut(name) {
                Some(Self::Map(table)) => Some(table),
                _ => None,
            },
        };
        if let Some(table) = table {
            table.insert(setting.key.to_owned(), Self::written(&setting.value));
        }
    }

    fn written(value: &Written) -> Self {
        match value {
            Written::Words(text) | Written::Time(text) => Self::Text(text.clone()),
            Written::Table(entries) => Self::Map(entries.iter().map(|(key, value)| ((*key).to_owned(), Self::written(value))).collect()),
        }
    }
}
