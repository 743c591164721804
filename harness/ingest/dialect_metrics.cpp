#include <array>

#include "harness/ingest/field_scan.hpp"
#include "harness/ingest/json_line.hpp"
#include "harness/ingest/record.hpp"

namespace wvagate::ingest {
namespace {

/// A column of the notebook's table, and where its value goes.
struct Column {
  std::string_view name;
  std::optional<double>& value;
  Digits& digits;
};

struct Name {
  std::string_view name;
  std::string_view& value;
};

/// Takes the members of the metrics object into its observation, its solution and its parameters. The reason
/// where a member is no number.
std::optional<Fault> take_members(std::string_view object, ParsedRecord& parsed) {
  LoggedSample& logged = parsed.observations.front();
  LoggedSolution& solved = parsed.solutions.front();
  auto& parameters = parsed.parameters.values;
  Sample& sample = logged.sample;
  SampleDigits& digits = logged.digits;
  Solution& solution = solved.solution;
  const std::array columns = {
      Column{"itlAverage", sample.latency.itl, digits.itl},
      Column{"ttftAverage", sample.latency.ttft, digits.ttft},
      Column{"rate", sample.load.rate_rpm, digits.rate},
      Column{"inTk", sample.load.in_tokens, digits.in_tokens},
      Column{"outTk", sample.load.out_tokens, digits.out_tokens},
      Column{"numRep", solution.replicas, solved.digits.replicas},
      Column{"itl", solution.predicted.itl, solved.digits.predicted_itl},
      Column{"ttft", solution.predicted.ttft, solved.digits.predicted_ttft},
      Column{"slo_itl", solved.slo.itl, solved.digits.slo_itl},
      Column{"slo_ttft", solved.slo.ttft, solved.digits.slo_ttft},
      Column{"alpha", parameters[0], digits.parameters[0]},
      Column{"beta", parameters[1], digits.parameters[1]},
      Column{"gamma", parameters[2], digits.parameters[2]},
      Column{"delta", parameters[3], digits.parameters[3]},
      Column{"current_replicas", sample.current_replicas, digits.current_replicas},
      Column{"max_batch", solution.max_batch, solved.digits.max_batch},
      Column{"rho", solution.rho, solved.digits.rho},
      Column{"max_rpm", solution.max_rpm, solved.digits.max_rpm},
      Column{"cost", solution.cost, solved.digits.cost},
  };
  const std::array names = {Name{"variant", solved.variant}, Name{"model", solved.model},
                            Name{"service_class", solved.service_class},
                            Name{"accelerator", solved.accelerator}};
  JsonObject members(object);
  std::string_view key;
  JsonValue value;
  while (members.next(key, value)) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (key != names[i].name || value.kind != JsonValue::Kind::string) continue;
      const auto text = resolve(value.text, parsed.texts[i]);
      if (!text) return Malformed::broken_json;
      names[i].value = *text;
    }
    for (const Column& column : columns) {
      if (key != column.name || value.text == "null" || value.text.empty()) continue;
      if (!parsed.number(value.text, column.value, column.digits))
        return fault_at(Malformed::bad_number, object, value.text);
    }
  }
  if (!members.cut() && !members.broken()) return std::nullopt;
  return fault_at(Malformed::broken_json, object, members.rest());
}

/// The timestamp inside the metrics object, where one is.
std::string_view inner_timestamp(std::string_view object) {
  JsonObject members(object);
  std::string_view key;
  JsonValue value;
  while (members.next(key, value)) {
    if (key == "timestamp") return value.text;
  }
  return {};
}

void apply_metrics(ParsedRecord& parsed, const Stamp& stamp, CycleAssembler& cycle) {
  LoggedSample& observation = parsed.observations.front();
  LoggedSolution& solution = parsed.solutions.front();
  solution.solution.load = observation.sample.load;
  parsed.parameters.digits = observation.digits.parameters;
  if (const auto parameters = parameters_of(parsed.parameters))
    cycle.state().set_variant_parameters(solution.variant, *parameters);
  observe_at(observation, stamp, cycle);
  cycle.solve(parsed.solutions, stamp.time, stamp.timestamp, stamp.line);
}

}  // namespace

/// One object a cycle, whose keys are the notebook's column names.
Reading read_metrics(const LogRecord& record) {
  if (!has(record.markers, Marker::optimization_metrics)) return {};
  JsonObject outer(record.object);
  std::string_view key;
  JsonValue value;
  std::string_view object;
  while (outer.next(key, value)) {
    if (key == "optimizationMetrics" && value.kind == JsonValue::Kind::object) object = value.text;
  }
  if (object.empty()) return {};

  ParsedRecord& parsed = record.parsed;
  parsed.observations.assign(1, {});
  parsed.solutions.assign(1, {});
  parsed.parameters = {};
  LoggedSample& logged = parsed.observations.front();
  LoggedSolution& solved = parsed.solutions.front();
  if (const auto fault = take_members(object, parsed)) return Reading::malformed(*fault);
  LogRecord stamped = record;
  const std::string_view inner = inner_timestamp(object);
  if (!inner.empty()) stamped.timestamp = inner;
  if (!stamped.time()) return Reading::malformed(Malformed::bad_time);
  if (logged.digits.itl.empty() && logged.digits.ttft.empty())
    return Reading::malformed(Malformed::missing_field);

  if (solved.variant.empty()) solved.variant = "default";
  logged.sample.variant = solved.variant;
  logged.sample.model = solved.model;
  logged.sample.accelerator = solved.accelerator;
  solved.feasible = solved.solution.replicas.has_value();
  Reading reading = Reading::observed(apply_metrics);
  reading.timestamp = inner;
  return reading;
}

}  // namespace wvagate::ingest
