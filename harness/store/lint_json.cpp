#include "harness/store/lint_json.hpp"

#include "harness/store/json_document.hpp"

namespace wvagate::store {

std::string lint_document(const Tool& tool, std::span<const LintedBaseline> baselines) {
  JsonWriter json;
  begin_document(json, "wvagate.lint/1", tool);
  json.key("baselines");
  json.begin_array();
  for (const LintedBaseline& baseline : baselines) {
    json.begin_object();
    json.member("file", baseline.path);
    json.key("faults");
    json.begin_array();
    for (const Error& fault : baseline.faults) {
      json.begin_object();
      json.key("line");
      fault.line > 0 ? json.count(fault.line) : json.null();
      json.member("what", fault.what);
      json.member_name("help", fault.help);
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take();
}

}  // namespace wvagate::store
