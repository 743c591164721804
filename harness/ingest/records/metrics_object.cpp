#include <array>

#include "harness/ingest/decode/json_line.hpp"
#include "harness/ingest/records/kinds.hpp"

namespace wvagate::ingest {
namespace {

struct Column {
  std::string_view name;
  std::optional<double>& value;
  Digits& digits;
};

}  // namespace

/// {"optimizationMetrics":{"itlAverage":12.5,"ttftAverage":850,"rate":45.2,…}}: one object a cycle, whose
/// keys are the notebook's column names.
std::optional<Fault> read_metrics_object(Record& record) {
  const Members members = record.fields.object("optimizationMetrics");
  if (members.empty()) return std::nullopt;

  LoggedSample logged;
  LoggedForecast solved;
  Sample& sample = logged.sample;
  Observation& observation = sample.observation.emplace();
  SampleDigits& digits = logged.digits;
  Forecast& forecast = solved.forecast;
  std::array<LoggedNumber, 4> parameters;
  const std::array columns = {
      Column{"itlAverage", observation.latency.itl, digits.itl},
      Column{"ttftAverage", observation.latency.ttft, digits.ttft},
      Column{"rate", observation.load.rate_rpm, digits.rate},
      Column{"inTk", observation.load.in_tokens, digits.in_tokens},
      Column{"outTk", observation.load.out_tokens, digits.out_tokens},
      Column{"numRep", forecast.replicas, solved.digits.replicas},
      Column{"itl", forecast.predicted.itl, solved.digits.predicted_itl},
      Column{"ttft", forecast.predicted.ttft, solved.digits.predicted_ttft},
      Column{"slo_itl", solved.slo.itl, solved.digits.slo_itl},
      Column{"slo_ttft", solved.slo.ttft, solved.digits.slo_ttft},
      Column{"alpha", parameters[0].value, parameters[0].digits},
      Column{"beta", parameters[1].value, parameters[1].digits},
      Column{"gamma", parameters[2].value, parameters[2].digits},
      Column{"delta", parameters[3].value, parameters[3].digits},
      Column{"current_replicas", observation.replicas, digits.current_replicas},
      Column{"max_batch", forecast.max_batch, solved.digits.max_batch},
      Column{"rho", forecast.rho, solved.digits.rho},
      Column{"max_rpm", forecast.max_rpm, solved.digits.max_rpm},
      Column{"cost", forecast.cost, solved.digits.cost},
  };
  if (const auto fault = members.fault()) return fault;
  for (const Column& column : columns) {
    const LoggedNumber number = members.number(column.name);
    column.value = number.value;
    column.digits = number.digits;
  }
  record.own_time = members.text("timestamp");
  if (digits.itl.empty() && digits.ttft.empty())
    return record.fields.unreadable().empty() ? Malformed::missing_field : Malformed::bad_number;

  solved.variant = members.text("variant");
  if (solved.variant.empty()) solved.variant = "default";
  solved.model = members.text("model");
  solved.service_class = members.text("service_class");
  solved.accelerator = members.text("accelerator");
  solved.feasible = forecast.replicas.has_value();
  forecast.load = observation.load;
  sample.variant = solved.variant;
  sample.model = solved.model;
  sample.accelerator = solved.accelerator;
  if (parameters[0].value && parameters[1].value && parameters[2].value && parameters[3].value) {
    record.events.emplace_back(
        VariantParametersNamed{solved.variant,
                               {.values = {.alpha = *parameters[0].value,
                                           .beta = *parameters[1].value,
                                           .gamma = *parameters[2].value,
                                           .delta = *parameters[3].value},
                                .digits = {parameters[0].digits, parameters[1].digits, parameters[2].digits,
                                           parameters[3].digits}}});
  }
  record.events.emplace_back(Observed{std::move(logged)});
  record.events.emplace_back(VariantNamed{solved.variant});
  record.events.emplace_back(Forecasted{std::move(solved)});
  return std::nullopt;
}

}  // namespace wvagate::ingest
