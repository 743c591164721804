#include <array>

#include "harness/ingest/byte_search.hpp"
#include "harness/ingest/field_scan.hpp"
#include "harness/ingest/json_line.hpp"
#include "harness/ingest/record.hpp"
#include "harness/ingest/wrapper.hpp"

namespace wvagate::ingest {
namespace {

std::string_view without_ms(std::string_view number) {
  return number.ends_with("ms") ? number.substr(0, number.size() - 2) : number;
}

void apply_slo(ParsedRecord& parsed, const Stamp&, CycleAssembler& cycle) {
  cycle.state().set_model_slo(parsed.name, parsed.slo);
}

/// "Found SLO for model: model=M, class=C, slo-tpot=9, slo-ttft=1000", with "=" or ": ".
Reading read_slo(const LogRecord& record) {
  const auto sentence = text_after(record.message, "Found SLO for model");
  if (!sentence) return {};
  SloFields fields(record.parsed);
  if (const auto wrong = take_pairs(*sentence, fields))
    return Reading::malformed(fault_at(Malformed::bad_number, record.message, *wrong));
  return fields.finish();
}

/// "Tuner validation succeeded for variant V, server S - New NIS: 0.03", "Tuner NIS validation failed for
/// variant …".
Reading read_tuner(const LogRecord& record) {
  ParsedRecord& parsed = record.parsed;
  parsed.tuner = {.accepted = has(record.markers, Marker::tuner_accepted), .nis = {}};
  static constexpr std::array<std::string_view, 1> kKeys = {"NIS"};
  if (FieldScan scan(record.message, kKeys); scan.next())
    parsed.number(scan.number(), parsed.tuner.nis, parsed.ignored);
  // A rejection names the parameters that stay in force.
  parse_parameters(record.message, parsed);
  parsed.name = variant_in(record.message);
  if (parsed.name.empty()) return Reading::malformed(Malformed::missing_field);
  return Reading::used(apply_tuner);
}

/// "[Tuner Config] variant=V | … | SLO targets: TTFT=1000.00ms, ITL=10.00ms | …".
void parse_tuner_targets(std::string_view message, ParsedRecord& parsed) {
  parsed.has_slo = false;
  parsed.name = variant_in(message);
  const auto targets = text_after(message, "SLO targets:");
  if (!targets || parsed.name.empty()) return;
  static constexpr std::array<std::string_view, 2> kKeys = {"TTFT", "ITL"};
  LoggedSlo& slo = parsed.slo;
  slo = {};
  for (FieldScan scan(targets->substr(0, targets->find('|')), kKeys); scan.next();) {
    const bool of_ttft = scan.key() == 0;
    const auto number = without_ms(scan.number());
    if (!parsed.number(number, of_ttft ? slo.slo.ttft : slo.slo.itl,
                       of_ttft ? slo.ttft_digits : slo.itl_digits))
      return;
  }
  parsed.has_slo = true;
}

void apply_tuner_state(ParsedRecord& parsed, const Stamp& stamp, CycleAssembler& cycle) {
  if (parsed.has_slo) cycle.state().set_variant_slo(parsed.name, parsed.slo);
  apply_parameters(parsed, stamp, cycle);
}

/// A line that names parameters, or the targets that the tuner works with.
Reading read_tuner_state(const LogRecord& record) {
  parse_tuner_targets(record.message, record.parsed);
  Reading reading = Reading::used(apply_tuner_state);
  if (!parse_parameters(record.message, record.parsed)) reading.kind = Reading::Kind::not_mine;
  if (!record.parsed.has_slo && !record.parsed.has_parameters) reading.apply = nullptr;
  return reading;
}

/// "Processing decision: variant=V, action=scale-up, current=1→target=2".
Reading read_decision(const LogRecord& record) {
  ParsedRecord& parsed = record.parsed;
  parsed.name = variant_in(record.message);
  const auto target = text_after(record.message, "target=");
  if (parsed.name.empty() || !target) return Reading::malformed(Malformed::missing_field);
  parsed.replicas.reset();
  const char* const behind_name = parsed.name.data() + parsed.name.size();
  if (behind_name <= target->data())
    parsed.pass_over({behind_name, static_cast<std::size_t>(target->data() - behind_name)});
  if (!parsed.number(leading_number(*target), parsed.replicas, parsed.ignored) || !parsed.replicas)
    return Reading::malformed(fault_at(Malformed::bad_number, record.message, *target));
  return Reading::used(apply_decision);
}

void restart(ParsedRecord&, const Stamp&, CycleAssembler& cycle) {
  cycle.restart();
}

}  // namespace

std::optional<std::string_view> text_after(std::string_view text, std::string_view phrase) {
  const std::size_t at = text.find(phrase);
  if (at == std::string_view::npos) return std::nullopt;
  return text.substr(at + phrase.size());
}

std::optional<std::string_view> resolve(std::string_view written, ResolvedText& buffer) {
  buffer.text.clear();
  buffer.written = written;
  if (!append_unescaped(written, buffer.text)) return std::nullopt;
  return buffer.text;
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

void note_digits(std::string_view text, std::vector<NotedNumber>& numbers) {
  for (std::size_t at = kDigitBytes.find_in(text); at != std::string_view::npos;) {
    std::size_t end = at;
    while (end < text.size() && kDigitBytes.has(text[end]))
      ++end;
    numbers.push_back({.text = text.substr(at, end - at)});
    at = kDigitBytes.find_in(text, end);
  }
}

void apply_tuner(ParsedRecord& parsed, const Stamp& stamp, CycleAssembler& cycle) {
  cycle.state().set_tuner_outcome(parsed.name, parsed.tuner);
  apply_parameters(parsed, stamp, cycle);
}

void apply_decision(ParsedRecord& parsed, const Stamp&, CycleAssembler& cycle) {
  cycle.set_target(parsed.name, *parsed.replicas);
}

void apply_model_in_progress(ParsedRecord& parsed, const Stamp&, CycleAssembler& cycle) {
  cycle.state().set_model_in_progress(parsed.name);
}

SloFields::SloFields(ParsedRecord& to) : parsed(to) {
  parsed.slo = {};
  parsed.name = {};
}

bool SloFields::take(std::size_t key, std::string_view text) {
  enum Key : std::size_t { model, service_class, tpot, ttft, itl };
  LoggedSlo& slo = parsed.slo;
  switch (key) {
    case model:
      parsed.name = text;
      return true;
    case service_class:
      slo.service_class = text;
      return true;
    case ttft:
      return parsed.number(text, slo.slo.ttft, slo.ttft_digits);
    default:
      return parsed.number(text, slo.slo.itl, slo.itl_digits);
  }
}

Reading SloFields::finish() const {
  if (parsed.name.empty() || (!parsed.slo.slo.itl && !parsed.slo.slo.ttft))
    return Reading::malformed(Malformed::missing_field);
  return Reading::used(apply_slo);
}

void end_cycle(ParsedRecord&, const Stamp&, CycleAssembler& cycle) {
  cycle.end_cycle();
}

void observe_at(LoggedSample& observation, const Stamp& stamp, CycleAssembler& cycle) {
  observation.sample.time = stamp.time;
  observation.sample.line = stamp.line;
  observation.digits.timestamp = stamp.timestamp;
  cycle.observe(observation);
}

void apply_observation(ParsedRecord& parsed, const Stamp& stamp, CycleAssembler& cycle) {
  observe_at(parsed.observations.front(), stamp, cycle);
}

bool CollectedMetrics::take(std::size_t key, std::string_view text) {
  Sample& sample = parsed.observations.front().sample;
  SampleDigits& digits = parsed.observations.front().digits;
  const std::string_view number = without_ms(text);
  switch (key) {
    case 0:
      sample.variant = text;
      return true;
    case 1:
      sample.accelerator = text;
      return true;
    case 2:
      return parsed.number(number, sample.current_replicas, digits.current_replicas);
    case 3:
      return parsed.number(number, sample.latency.ttft, digits.ttft);
    case 4:
      return parsed.number(number, sample.latency.itl, digits.itl);
    case 5:
      return parsed.number(number, sample.current_cost, digits.cost);
    case 6:
      return parsed.number(number, sample.current_max_batch, digits.max_batch);
    case 7:
      return parsed.number(number, sample.load.rate_rpm, digits.rate);
    case 8:
      return parsed.number(number, sample.load.in_tokens, digits.in_tokens);
    case 9:
      return parsed.number(number, sample.load.out_tokens, digits.out_tokens);
    default:
      return true;
  }
}

std::optional<Fault> CollectedMetrics::finish(const LogRecord& record) const {
  const LoggedSample& observation = parsed.observations.front();
  if (observation.sample.variant.empty() || observation.digits.itl.empty() || observation.digits.ttft.empty())
    return Malformed::missing_field;
  if (!record.time()) return Malformed::bad_time;
  return std::nullopt;
}

Reading read_collected_metrics(const LogRecord& record, ControllerMode mode) {
  if (!has(record.markers, Marker::metrics_collected)) return {};
  const auto fields = text_after(record.message, "Metrics collected for VA:");
  if (!fields) return {};
  CollectedMetrics metrics(record.parsed);
  if (const auto wrong = take_pairs(*fields, metrics))
    return Reading::malformed(fault_at(Malformed::bad_number, record.message, *wrong));
  if (const auto fault = metrics.finish(record)) return Reading::malformed(*fault);
  if (metrics.model_based() != (mode == ControllerMode::model_based)) return {};
  return Reading::observed(apply_observation);
}

Reading read_shared(const LogRecord& record) {
  if (has(record.markers, Marker::solution)) {
    const auto payload = text_after(record.message, "Optimization solution");
    if (payload && payload->find("Solution") != std::string_view::npos)
      return read_solution(*payload, record);
    return {};
  }
  if (has(record.markers, Marker::slo)) return read_slo(record);
  if (has(record.markers, Marker::tuner_accepted) || has(record.markers, Marker::tuner_rejected))
    return read_tuner(record);
  if (has(record.markers, Marker::alpha)) return read_tuner_state(record);
  if (has(record.markers, Marker::controller_started) ||
      (has(record.markers, Marker::leader_elected) && is_klog(record.message))) {
    return Reading::used(restart);
  }
  if (has(record.markers, Marker::cycle_completed) || has(record.markers, Marker::nothing_feasible))
    return Reading::used(end_cycle);
  if (has(record.markers, Marker::model_in_progress)) {
    const auto model = text_after(record.message, "modelID=");
    if (!model) return {};
    record.parsed.name = model->substr(0, model->find(", variantCount"));
    return Reading::used(apply_model_in_progress);
  }
  if (has(record.markers, Marker::decision)) return read_decision(record);
  return {};
}

}  // namespace wvagate::ingest
