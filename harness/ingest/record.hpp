#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "harness/ingest/dialect.hpp"
#include "harness/ingest/field_scan.hpp"
#include "harness/ingest/logged_record.hpp"

/// Readers of the controller's printed structures, for the dialects that print them.
namespace wvagate::ingest {

/// The servers in "[ {  name: …, class: …, currentAlloc: {…} } ]", each an observation. The reason where the
/// structure is damaged.
std::optional<Fault> parse_servers(std::string_view text, ParsedRecord& parsed);

/// The parameters in "[ {  name: MODEL, acc: …, decodeParms: {…}, prefillParms: {…} } ]".
std::optional<Fault> parse_models(std::string_view text, ParsedRecord& parsed);

/// The cycle is over.
void end_cycle(ParsedRecord& parsed, const Stamp& stamp, CycleAssembler& cycle);

/// Brings servers and models into the cycle: a new system record ends the cycle before it.
void apply_system_data(ParsedRecord& parsed, const Stamp& stamp, CycleAssembler& cycle);

/// Reads servers alone.
Reading read_servers(std::string_view text, const LogRecord& record);

/// Reads the server records in "Solution: \n s=…; c=…; m=…; …".
Reading read_solution(std::string_view text, const LogRecord& record);

/// Brings solutions into the cycle.
void apply_solutions(ParsedRecord& parsed, const Stamp& stamp, CycleAssembler& cycle);

/// Gives `fields` the pairs of a sentence that it knows; nullopt where all are what they have to be, else the
/// one that is no number.
template <typename Fields>
std::optional<std::string_view> take_pairs(std::string_view sentence, Fields& fields) {
  for (FieldScan scan(sentence, Fields::kKeys); scan.next();) {
    if (!fields.take(scan.key(), scan.key() < Fields::kNames ? scan.text() : scan.number()))
      return scan.text();
  }
  return std::nullopt;
}

/// The fields of a line that names alpha, beta, gamma and delta of a variant, or of a model on an
/// accelerator.
struct ParameterFields {
  /// The first four are names, the others numbers.
  static constexpr std::array<std::string_view, 9> kKeys = {
      "model", "accelerator", "variant", "server", "alpha", "beta", "gamma", "delta", "NIS"};
  static constexpr std::size_t kNames = 4;

  explicit ParameterFields(ParsedRecord& to);

  ParsedRecord& parsed;

  /// Takes the field kKeys[key]. False where a number is none.
  bool take(std::size_t key, std::string_view text);
  /// Whether all four are there, and who they are of.
  bool finish();
};

/// Reads such a line's sentence. False where it names none.
bool parse_parameters(std::string_view message, ParsedRecord& parsed);

/// Brings such parameters into the cycle, where there are some.
void apply_parameters(ParsedRecord& parsed, const Stamp& stamp, CycleAssembler& cycle);

/// The parameters, where all four are there and finite.
std::optional<LoggedParameters> parameters_of(const LoggedModel& logged);

/// Brings an observation into the cycle, as one of the time and place of `stamp`.
void observe_at(LoggedSample& observation, const Stamp& stamp, CycleAssembler& cycle);

/// Brings the record's one observation into the cycle.
void apply_observation(ParsedRecord& parsed, const Stamp& stamp, CycleAssembler& cycle);

/// The fields of "Metrics collected for VA", which reactive mode logs with fewer of them than model-based
/// mode.
struct CollectedMetrics {
  /// The first two are names, the others numbers.
  static constexpr std::array<std::string_view, 10> kKeys = {
      "variant", "accelerator", "replicas",    "ttft",           "itl",
      "cost",    "maxBatch",    "arrivalRate", "avgInputTokens", "avgOutputTokens"};
  static constexpr std::size_t kNames = 2;

  explicit CollectedMetrics(ParsedRecord& to) : parsed(to) { parsed.observations.assign(1, {}); }

  ParsedRecord& parsed;

  /// Takes the field kKeys[key]. False where a number is none.
  bool take(std::size_t key, std::string_view text);
  /// The reason where something is missing without which there is no observation.
  std::optional<Fault> finish(const LogRecord& record) const;
  /// It has the fields that only model-based mode logs.
  bool model_based() const {
    const SampleDigits& digits = parsed.observations.front().digits;
    return !digits.max_batch.empty() || !digits.in_tokens.empty();
  }
};

enum class ControllerMode { model_based, reactive };

/// Reads "Metrics collected for VA: variant=…, …" where it is of a controller in that mode.
Reading read_collected_metrics(const LogRecord& record, ControllerMode mode);

/// The fields of "Found SLO for model".
struct SloFields {
  /// The first two are names, the others numbers.
  static constexpr std::array<std::string_view, 5> kKeys = {"model", "class", "slo-tpot", "slo-ttft",
                                                            "slo-itl"};
  static constexpr std::size_t kNames = 2;

  explicit SloFields(ParsedRecord& to);

  ParsedRecord& parsed;

  /// Takes the field kKeys[key]. False where a number is none.
  bool take(std::size_t key, std::string_view text);
  Reading finish() const;
};

/// What the tuner made of a variant's observation: brings it and the parameters in force into the cycle.
void apply_tuner(ParsedRecord& parsed, const Stamp& stamp, CycleAssembler& cycle);

/// Brings in what reactive mode decided on.
void apply_decision(ParsedRecord& parsed, const Stamp& stamp, CycleAssembler& cycle);

/// The records that follow are about a model.
void apply_model_in_progress(ParsedRecord& parsed, const Stamp& stamp, CycleAssembler& cycle);

/// What a JSON string in the line spells, by means of `buffer`. Absent where an escape is broken.
std::optional<std::string_view> resolve(std::string_view written, ResolvedText& buffer);

/// The name behind "variant=" or "variant " in a sentence; empty where there is none.
std::string_view variant_in(std::string_view sentence);

/// The text behind `phrase` in `text`; absent where the phrase does not stand there.
std::optional<std::string_view> text_after(std::string_view text, std::string_view phrase);

}  // namespace wvagate::ingest
