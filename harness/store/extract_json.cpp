#include "harness/store/extract_json.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <optional>

#include "analysis/core/characters.hpp"
#include "analysis/core/format.hpp"
#include "harness/store/json_writer.hpp"

namespace wvagate::store {
namespace {

/// Whether JSON spells a number as `digits` do: no plus sign, no leading zero, digits around the point.
bool is_json_number(std::string_view digits) {
  if (digits.starts_with('-')) digits.remove_prefix(1);
  const auto take_digits = [&] {
    std::size_t count = 0;
    while (count < digits.size() && is_digit(digits[count]))
      ++count;
    digits.remove_prefix(count);
    return count;
  };
  const bool leading_zero = digits.starts_with('0');
  const std::size_t whole = take_digits();
  if (whole == 0 || (leading_zero && whole > 1)) return false;
  if (digits.starts_with('.')) {
    digits.remove_prefix(1);
    if (take_digits() == 0) return false;
  }
  if (digits.starts_with('e') || digits.starts_with('E')) {
    digits.remove_prefix(1);
    if (digits.starts_with('+') || digits.starts_with('-')) digits.remove_prefix(1);
    if (take_digits() == 0) return false;
  }
  return digits.empty();
}

/// One object on a line.
class Row {
 public:
  Row() { writer_.StartObject(); }

  /// null if the text is empty.
  void text(std::string_view name, std::string_view value) {
    key(name);
    const std::string valid = valid_utf8(value);
    valid.empty() ? writer_.Null()
                  : writer_.String(valid.data(), static_cast<rapidjson::SizeType>(valid.size()));
  }
  /// A number in the log's own digits.
  void digits(std::string_view name, std::string_view digits) {
    key(name);
    const auto value = parse_number(digits);
    value&& std::isfinite(*value) && is_json_number(digits)
        ? writer_.RawValue(digits.data(), digits.size(), rapidjson::kNumberType)
        : writer_.Null();
  }
  void number(std::string_view name, std::optional<double> value) {
    digits(name, value ? format_shortest(*value) : std::string());
  }
  void flag(std::string_view name, std::optional<bool> value) {
    key(name);
    value ? writer_.Bool(*value) : writer_.Null();
  }
  /// Lines and cycles are counted from 1: null for 0.
  void count(std::string_view name, std::uint64_t value) {
    key(name);
    value > 0 ? writer_.Uint64(value) : writer_.Null();
  }

  void append_to(std::string& out) {
    writer_.EndObject();
    out.append(buffer_.GetString(), buffer_.GetSize());
    out += '\n';
  }

 private:
  void key(std::string_view name) { writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); }

  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
};

}  // namespace

void append_extract_json(std::string& out, const LoggedSample& logged, std::string_view log) {
  const Sample& sample = logged.sample;
  const SampleDigits& d = logged.digits;
  Row row;
  row.text("timestamp", d.timestamp);
  row.digits("itlAverage", d.itl);
  row.digits("ttftAverage", d.ttft);
  row.digits("rate", d.rate);
  row.digits("inTk", d.in_tokens);
  row.digits("outTk", d.out_tokens);
  row.digits("numRep", d.replicas);
  row.digits("itl", d.predicted_itl);
  row.digits("ttft", d.predicted_ttft);
  row.digits("slo_itl", d.slo_itl);
  row.digits("slo_ttft", d.slo_ttft);
  constexpr std::array<std::string_view, 4> kParameters = {"alpha", "beta", "gamma", "delta"};
  for (std::size_t i = 0; i < kParameters.size(); ++i)
    row.digits(kParameters[i], d.parameters[i]);
  row.text("variant", sample.variant);
  row.text("model", sample.model);
  row.text("service_class", sample.service_class);
  row.text("accelerator", sample.accelerator);
  row.digits("current_replicas", d.current_replicas);
  row.digits("max_batch", d.max_batch);
  row.digits("rho", d.rho);
  row.digits("max_rpm", d.max_rpm);
  row.digits("cost", d.cost);
  row.text("log", log);
  row.digits("line", std::to_string(sample.line));
  row.count("cycle", sample.cycle);
  row.text("namespace", sample.name_space);
  row.text("role", sample.role);
  const Decision decision = sample.decision.value_or(Decision{});
  row.number("target", decision.target ? decision.target : sample.emitted_replicas);
  row.number("optimizer_target", decision.optimizer_target);
  row.text("action", decision.action);
  row.text("reason", decision.reason);
  row.text("optimizer", decision.optimizer);
  row.number("min_replicas", sample.bounds.min_replicas);
  row.number("max_replicas", sample.bounds.max_replicas);
  row.text("latency_source", latency_source(sample));
  row.append_to(out);
}

void append_claim_json(std::string& out, const LoggedClaim& logged) {
  const Claim& claim = logged.claim;
  const ClaimDigits& d = logged.digits;
  Row row;
  row.text("timestamp", logged.timestamp);
  row.count("cycle", logged.cycle);
  row.count("line", logged.line);
  row.text("namespace", logged.name_space);
  row.text("model", logged.model);
  row.text("variant", logged.variant);
  row.text("analyzer", claim.analyzer);
  row.flag("votes", claim.votes);
  row.digits("supply", d.supply);
  row.digits("demand", d.demand);
  row.digits("util", d.utilization);
  row.digits("rc", d.required);
  row.digits("sc", d.spare);
  row.digits("scale_up_threshold", d.scale_up_threshold);
  row.digits("scale_down_boundary", d.scale_down_boundary);
  row.digits("prc", d.per_replica);
  row.text("role", claim.role);
  row.text("reason", claim.source);
  row.number("current_replicas", logged.current_replicas);
  row.number("optimizer_target", logged.optimizer_target);
  row.number("target", logged.target);
  row.text("action", logged.action);
  row.append_to(out);
}

void append_mismatch_json(std::string& out, const LoggedMismatch& logged) {
  Row row;
  row.text("timestamp", logged.timestamp);
  row.count("cycle", logged.cycle);
  row.count("line", logged.line);
  row.text("variant", logged.variant);
  row.text("pod", logged.mismatch.pod);
  row.digits("k", logged.kv_usage);
  row.digits("observed_tps", logged.observed_tps);
  row.digits("predicted_tps", logged.predicted_tps);
  row.digits("error_pct", logged.error_pct);
  row.append_to(out);
}

}  // namespace wvagate::store
