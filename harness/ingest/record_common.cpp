#include <array>

#include "harness/ingest/field_scan.hpp"
#include "harness/ingest/record.hpp"
#include "harness/ingest/wrapper.hpp"

namespace wvagate::ingest {
namespace {

std::string_view without_ms(std::string_view number) {
  return number.ends_with("ms") ? number.substr(0, number.size() - 2) : number;
}

/// "Found SLO for model: model=M, class=C, slo-tpot=9, slo-ttft=1000", with "=" or ": ".
Reading read_slo(const LogRecord& record, CycleAssembler& cycle) {
  enum Key : std::size_t { model, service_class, tpot, ttft, itl };
  static constexpr std::array<std::string_view, 5> kKeys = {"model", "class", "slo-tpot", "slo-ttft",
                                                            "slo-itl"};
  LoggedSlo slo;
  std::string_view model_name;
  const auto fields = text_after(record.message, "Found SLO for model");
  if (!fields) return {};
  for (FieldScan scan(*fields, kKeys, &record.buffers.slo_layout); scan.next();) {
    bool number = true;
    switch (scan.key()) {
      case model:
        model_name = scan.text();
        break;
      case service_class:
        slo.service_class = scan.text();
        break;
      case ttft:
        number = read_number(scan.number(), slo.slo.ttft, slo.ttft_digits);
        break;
      default:
        number = read_number(scan.number(), slo.slo.itl, slo.itl_digits);
        break;
    }
    if (!number) return Reading::malformed(fault_at(Malformed::bad_number, record.message, scan.text()));
  }
  if (model_name.empty() || (!slo.slo.itl && !slo.slo.ttft))
    return Reading::malformed(Malformed::missing_field);
  cycle.set_model_slo(model_name, slo);
  return Reading::used();
}

/// "Tuner validation succeeded for variant V, server S - New NIS: 0.03", "Tuner NIS validation failed for
/// variant …".
Reading read_tuner(const LogRecord& record, CycleAssembler& cycle) {
  const auto name = variant_in(record.message);
  if (name.empty()) return Reading::malformed(Malformed::missing_field);
  TunerOutcome outcome{.accepted = has(record.markers, Marker::tuner_accepted), .nis = {}};
  static constexpr std::array<std::string_view, 1> kKeys = {"NIS"};
  if (FieldScan scan(record.message, kKeys); scan.next()) {
    Digits ignored;
    read_number(scan.number(), outcome.nis, ignored);
  }
  cycle.set_tuner_outcome(name, outcome);
  // A rejection names the parameters that stay in force.
  read_parameters(record, cycle);
  return Reading::used();
}

/// "[Tuner Config] variant=V | … | SLO targets: TTFT=1000.00ms, ITL=10.00ms | …".
void read_tuner_targets(std::string_view message, CycleAssembler& cycle) {
  const auto targets = text_after(message, "SLO targets:");
  const auto name = variant_in(message);
  if (!targets || name.empty()) return;
  static constexpr std::array<std::string_view, 2> kKeys = {"TTFT", "ITL"};
  LoggedSlo slo;
  for (FieldScan scan(targets->substr(0, targets->find('|')), kKeys); scan.next();) {
    const bool of_ttft = scan.key() == 0;
    const auto number = without_ms(scan.number());
    if (!read_number(number, of_ttft ? slo.slo.ttft : slo.slo.itl,
                     of_ttft ? slo.ttft_digits : slo.itl_digits))
      return;
  }
  cycle.set_variant_slo(name, slo);
}

/// "Processing decision: variant=V, action=scale-up, current=1→target=2".
Reading read_decision(const LogRecord& record, CycleAssembler& cycle) {
  const auto name = variant_in(record.message);
  const auto target = text_after(record.message, "target=");
  if (name.empty() || !target) return Reading::malformed(Malformed::missing_field);
  std::optional<double> replicas;
  Digits ignored;
  if (!read_number(leading_number(*target), replicas, ignored) || !replicas)
    return Reading::malformed(fault_at(Malformed::bad_number, record.message, *target));
  cycle.set_target(name, *replicas);
  return Reading::used();
}

}  // namespace

std::optional<std::string_view> text_after(std::string_view text, std::string_view phrase) {
  const std::size_t at = text.find(phrase);
  if (at == std::string_view::npos) return std::nullopt;
  return text.substr(at + phrase.size());
}

std::string_view variant_in(std::string_view sentence) {
  for (const std::string_view phrase : {"variant=", "variant ", "variant: "}) {
    const auto rest = text_after(sentence, phrase);
    if (!rest) continue;
    std::size_t end = 0;
    while (end < rest->size() && (*rest)[end] != ' ' && (*rest)[end] != ',')
      ++end;
    std::string_view name = rest->substr(0, end);
    if (name.ends_with(':')) name.remove_suffix(1);
    if (!name.empty()) return name;
  }
  return {};
}

bool CollectedMetrics::take(std::size_t key, std::string_view text) {
  Sample& sample = observation.sample;
  SampleDigits& digits = observation.digits;
  const std::string_view number = without_ms(text);
  switch (key) {
    case 0:
      sample.variant = text;
      return true;
    case 1:
      sample.accelerator = text;
      return true;
    case 2:
      return read_number(number, sample.current_replicas, digits.current_replicas);
    case 3:
      return read_number(number, sample.latency.ttft, digits.ttft);
    case 4:
      return read_number(number, sample.latency.itl, digits.itl);
    case 5:
      return read_number(number, sample.current_cost, digits.cost);
    case 6:
      return read_number(number, sample.current_max_batch, digits.max_batch);
    case 7:
      return read_number(number, sample.load.rate_rpm, digits.rate);
    case 8:
      return read_number(number, sample.load.in_tokens, digits.in_tokens);
    case 9:
      return read_number(number, sample.load.out_tokens, digits.out_tokens);
    default:
      return true;
  }
}

std::optional<Fault> CollectedMetrics::finish(const LogRecord& record) {
  Sample& sample = observation.sample;
  SampleDigits& digits = observation.digits;
  if (sample.variant.empty() || digits.itl.empty() || digits.ttft.empty()) return Malformed::missing_field;
  const auto time = record.time();
  if (!time) return Malformed::bad_time;
  sample.time = *time;
  sample.line = record.line;
  digits.timestamp = record.timestamp;
  return std::nullopt;
}

std::optional<Fault> parse_collected_metrics(std::string_view fields, const LogRecord& record,
                                             CollectedMetrics& metrics) {
  for (FieldScan scan(fields, CollectedMetrics::kKeys, &record.buffers.collected_layout); scan.next();) {
    const bool is_name = scan.key() < CollectedMetrics::kNames;
    if (!metrics.take(scan.key(), is_name ? scan.text() : scan.number()))
      return fault_at(Malformed::bad_number, record.message, scan.text());
  }
  return metrics.finish(record);
}

Reading read_shared(const LogRecord& record, CycleAssembler& cycle) {
  if (has(record.markers, Marker::solution)) {
    const auto payload = text_after(record.message, "Optimization solution");
    if (payload && payload->find("Solution") != std::string_view::npos)
      return read_solution(*payload, record, cycle);
    return {};
  }
  if (has(record.markers, Marker::slo)) return read_slo(record, cycle);
  if (has(record.markers, Marker::tuner_accepted) || has(record.markers, Marker::tuner_rejected)) {
    return read_tuner(record, cycle);
  }
  if (has(record.markers, Marker::alpha)) {
    read_tuner_targets(record.message, cycle);
    return read_parameters(record, cycle);
  }
  if (has(record.markers, Marker::controller_started) ||
      (has(record.markers, Marker::leader_elected) && is_klog(record.message))) {
    cycle.restart();
    return Reading::used();
  }
  if (has(record.markers, Marker::cycle_completed) || has(record.markers, Marker::nothing_feasible)) {
    cycle.end_cycle();
    return Reading::used();
  }
  if (has(record.markers, Marker::model_in_progress)) {
    const auto model = text_after(record.message, "modelID=");
    if (!model) return {};
    cycle.set_model_in_progress(model->substr(0, model->find(", variantCount")));
    return Reading::used();
  }
  if (has(record.markers, Marker::decision)) return read_decision(record, cycle);
  return {};
}

}  // namespace wvagate::ingest
