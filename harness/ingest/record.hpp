#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "harness/ingest/dialect.hpp"
#include "harness/ingest/logged_record.hpp"

/// Readers of the controller's printed structures, for the dialects that print them.
namespace wvagate::ingest {

/// The servers in "[ {  name: …, class: …, currentAlloc: {…} } ]", each an observation with `record`'s time
/// and line, into the record's buffers. The reason where the structure is damaged.
std::optional<Fault> parse_servers(std::string_view text, const LogRecord& record);

/// Reads the parameters in "[ {  name: MODEL, acc: …, decodeParms: {…}, prefillParms: {…} } ]" into the
/// cycle.
std::optional<Fault> read_models(std::string_view text, RecordBuffers& buffers, CycleAssembler& cycle);

/// The server records in "Solution: \n s=…; c=…; m=…; …", into `buffers`.
std::optional<Fault> parse_solution(std::string_view text, RecordBuffers& buffers);

/// Reads a solution into the cycle.
Reading read_solution(std::string_view text, const LogRecord& record, CycleAssembler& cycle);

/// Reads observations into the cycle: a new system record ends the cycle before it.
Reading read_servers(std::string_view text, const LogRecord& record, CycleAssembler& cycle);

/// Reads a line that names alpha, beta, gamma and delta of a variant, or of a model on an accelerator.
Reading read_parameters(const LogRecord& record, CycleAssembler& cycle);

/// The fields of "Metrics collected for VA", which reactive mode logs with fewer of them than model-based
/// mode.
struct CollectedMetrics {
  /// The first two are names, the others numbers.
  static constexpr std::array<std::string_view, 10> kKeys = {
      "variant", "accelerator", "replicas",    "ttft",           "itl",
      "cost",    "maxBatch",    "arrivalRate", "avgInputTokens", "avgOutputTokens"};
  static constexpr std::size_t kNames = 2;

  LoggedSample observation;

  /// Takes the field kKeys[key]. False where a number is none.
  bool take(std::size_t key, std::string_view text);
  /// Adds the record's time and line. The reason where a field is missing without which there is no
  /// observation.
  std::optional<Fault> finish(const LogRecord& record);
  /// It has the fields that only model-based mode logs.
  bool model_based() const {
    return !observation.digits.max_batch.empty() || !observation.digits.in_tokens.empty();
  }
};

/// Reads "variant=…, replicas=…, …".
std::optional<Fault> parse_collected_metrics(std::string_view fields, const LogRecord& record,
                                             CollectedMetrics& metrics);

/// The name behind "variant=" or "variant " in a sentence; empty where there is none.
std::string_view variant_in(std::string_view sentence);

/// The text behind `phrase` in `text`; absent where the phrase does not stand there.
std::optional<std::string_view> text_after(std::string_view text, std::string_view phrase);

}  // namespace wvagate::ingest
