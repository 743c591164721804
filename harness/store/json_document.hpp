#pragma once

#include <string_view>

#include "analysis/sample/recording.hpp"
#include "harness/store/json_writer.hpp"
#include "harness/store/tool.hpp"

/// What every document begins with.
namespace wvagate::store {

/// Opens the document's object with its schema and the tool.
void begin_document(JsonWriter& json, std::string_view schema, const Tool& tool);

/// A log's name, its line counts, and whether it ends in the middle of a line.
void write_log(JsonWriter& json, const LogFacts& facts);

}  // namespace wvagate::store
