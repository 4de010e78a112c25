//! What `chronicle --format json` prints is what its schema says.

use serde_json::Value;
use std::process::Command;

const SCHEMA: &str = include_str!("../src/export/chronicle/chronicle.schema.json");

#[test]
fn the_chronicle_of_the_examples_fits_the_schema() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");
    let out = Command::new(env!("CARGO_BIN_EXE_kroniek"))
        .args(["chronicle", "--format", "json", examples])
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let document: Value = serde_json::from_slice(&out.stdout).unwrap();
    let mut wrong = Vec::new();
    check(&schema, &schema, &document, "", &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(document["entries"].as_array().is_some_and(|e| !e.is_empty()));
}

/// The part of JSON Schema that ours uses: `$ref`, `type`, `enum`, `const`, `properties`, `required`, `items`,
/// `additionalProperties: false`, `minimum` (implied by unsigned numbers).
fn check(root: &Value, schema: &Value, value: &Value, at: &str, wrong: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        return check(root, &root["$defs"][name.trim_start_matches("#/$defs/")], value, at, wrong);
    }
    if let Some(options) = schema["enum"].as_array()
        && !options.contains(value)
    {
        wrong.push(format!("{at}: {value} is none of {options:?}"));
    }
    if !schema["const"].is_null() && schema["const"] != *value {
        wrong.push(format!("{at}: {value} is not {}", schema["const"]));
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(t) => vec![t],
        Value::Array(ts) => ts.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let fits = |t: &&str| match *t {
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the schema uses a type {other} that this check does not know"),
    };
    if !types.is_empty() && !types.iter().any(fits) {
        wrong.push(format!("{at}: {value} is not of type {types:?}"));
    }
    let required = schema["required"].as_array().filter(|_| value.is_object());
    for key in required.into_iter().flatten().filter_map(Value::as_str) {
        if value.get(key).is_none() {
            wrong.push(format!("{at}: {key} is missing"));
        }
    }
    if let Some(object) = value.as_object() {
        for (key, inner) in object {
            match schema["properties"].get(key) {
                Some(s) => check(root, s, inner, &format!("{at}/{key}"), wrong),
                None if schema["additionalProperties"] == false => {
                    wrong.push(format!("{at}: {key} is not in the schema"))
                }
                None => {}
            }
        }
    }
    for (i, item) in value.as_array().into_iter().flatten().enumerate() {
        check(root, &schema["items"], item, &format!("{at}/{i}"), wrong);
    }
}
