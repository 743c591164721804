#include "harness/ingest/records/kinds.hpp"

namespace wvagate::ingest {

/// "Metrics collected for VA: variant=…, replicas=…, accelerator=…, ttft=…ms, itl=…ms, cost=…", model-based
/// controllers with maxBatch, arrivalRate and tokens besides; or the same as members.
std::optional<Fault> read_observation(Record& record) {
  Fields& fields = record.fields;
  if (!fields.any()) return Fault::of_unknown_version();
  LoggedSample logged;
  Sample& sample = logged.sample;
  Observation& observation = sample.observation.emplace();
  SampleDigits& digits = logged.digits;
  sample.variant = fields.text("variant");
  if (sample.variant.empty()) return Malformed::missing_field;
  sample.accelerator = fields.text("accelerator");
  bool some = false;
  const auto take = [&](std::string_view key, std::optional<double>& value, Digits& spelling) {
    const LoggedNumber number = fields.number(key);
    value = number.value;
    spelling = number.digits;
    some = some || number.logged();
  };
  take("replicas", observation.replicas, digits.current_replicas);
  take("ttft", observation.latency.ttft, digits.ttft);
  take("itl", observation.latency.itl, digits.itl);
  take("cost", observation.cost, digits.cost);
  take("maxBatch", observation.max_batch, digits.max_batch);
  take("arrivalRate", observation.load.rate_rpm, digits.rate);
  take("avgInputTokens", observation.load.in_tokens, digits.in_tokens);
  take("avgOutputTokens", observation.load.out_tokens, digits.out_tokens);
  if (!some) return fields.unreadable().empty() ? Malformed::missing_field : Malformed::bad_number;
  record.events.emplace_back(Observed{std::move(logged)});
  return std::nullopt;
}

}  // namespace wvagate::ingest
