#include "harness/store/comparison_json.hpp"

#include "harness/store/json_document.hpp"

namespace wvagate::store {
namespace {

void write_names(JsonWriter& json, std::string_view key, const std::vector<std::string>& names) {
  json.key(key);
  json.begin_array();
  for (const std::string& name : names)
    json.text(name);
  json.end_array();
}

}  // namespace

std::string comparison_document(const Tool& tool, const std::vector<std::string>& first_logs,
                                const std::vector<std::string>& second_logs,
                                std::span<const verdict::ComparedFigure> figures) {
  JsonWriter json;
  begin_document(json, "wvagate.comparison/1", tool);
  write_names(json, "first_logs", first_logs);
  write_names(json, "second_logs", second_logs);
  json.key("figures");
  json.begin_object();
  for (const verdict::ComparedFigure& figure : figures) {
    json.key(figure.name);
    json.begin_object();
    json.member("first", figure.first);
    json.member("second", figure.second);
    json.member("shift", figure.shift);
    json.member("lower", figure.bounds ? std::optional(figure.bounds->lower) : std::nullopt);
    json.member("upper", figure.bounds ? std::optional(figure.bounds->upper) : std::nullopt);
    json.end_object();
  }
  json.end_object();
  json.end_object();
  return json.take();
}

}  // namespace wvagate::store
