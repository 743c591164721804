#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/sample/logged_sample.hpp"
#include "harness/ingest/field_scan.hpp"

/// What single records say, before the cycle is put together. Names are views into the record.
namespace wvagate::ingest {

/// One server's record in a solution.
struct LoggedSolution {
  std::string_view variant, service_class, model, accelerator;
  bool feasible = false;  ///< the optimizer found an allocation
  Solution solution;
  LatencyPair slo;
  SampleDigits digits;

  // What the record has shown of itself, by which it is found whole or cut.
  bool has_load = false;
  bool has_allocation = false;
  bool has_words = false;  ///< in place of an allocation: "no feasible allocation!"
};

/// Parameters as one record gives them.
struct LoggedParameters {
  PerfParameters values;
  std::array<Digits, 4> digits;
};

/// Parameters of a model on an accelerator, as far as they have come in.
struct LoggedModel {
  std::string_view model, accelerator;
  std::array<std::optional<double>, 4> values;  ///< alpha, beta, gamma, delta
  std::array<Digits, 4> digits;
};

/// Latency targets as one record gives them.
struct LoggedSlo {
  LatencyPair slo;
  Digits itl_digits, ttft_digits;
  std::string_view service_class;
};

/// The targets that count of those logged: one of 0 is none.
inline LatencyPair real_targets(LatencyPair logged) {
  for (const Latency latency : {Latency::itl, Latency::ttft}) {
    if (logged[latency] && *logged[latency] <= 0) logged[latency].reset();
  }
  return logged;
}

/// When and where a record was logged.
struct Stamp {
  TimePoint time;  ///< the epoch where the timestamp is none that can be understood
  std::string_view timestamp;
  std::uint64_t line = 0;
};

/// A number in a record and where its reader put it; or digits of no consequence, which nobody reads.
struct NotedNumber {
  std::string_view text;
  std::optional<double>* value = nullptr;
  Digits* digits = nullptr;
};

/// A JSON string with its escapes resolved.
struct ResolvedText {
  std::string text;
  std::string_view written;  ///< as it stands in the line
};

/// Adds each run of digits in `text`.
void note_digits(std::string_view text, std::vector<NotedNumber>& numbers);

/// What one record says: what its dialect filled in, for Reading::apply. It is used again from record to
/// record, so that none allocates.
struct ParsedRecord {
  std::string_view name;  ///< of the variant or model that a sentence is about
  std::vector<LoggedSample> observations;
  std::vector<LoggedSolution> solutions;
  std::vector<LoggedModel> models;
  LoggedModel parameters;  ///< of the variant `name`, or where that is empty of the model
  LoggedSlo slo;
  TunerOutcome tuner;
  std::optional<double> replicas;  ///< that reactive mode decided on
  bool has_servers = false, has_parameters = false, has_slo = false;

  ResolvedText message;               ///< zap's
  std::array<ResolvedText, 4> texts;  ///< members
  Digits ignored;                     ///< of numbers whose digits nobody asks for

  /// Where the numbers stood, in the order in which they were read; noted where `notes` is set.
  std::vector<NotedNumber> numbers;
  bool notes = false;

  /// read_number(), noted; what is no number is noted as empty.
  bool number(std::string_view text, std::optional<double>& value, Digits& digits) {
    const bool read = read_number(text, value, digits);
    if (notes) numbers.push_back({read ? text : std::string_view(), &value, &digits});
    return read;
  }

  /// Every number that was noted is one, and finite.
  bool all_read() const {
    return std::all_of(numbers.begin(), numbers.end(), [](const NotedNumber& number) {
      return !number.text.empty() && (number.value == nullptr || *number.value);
    });
  }

  /// Notes the digits in a piece of the record of which none is read: no key or phrase has digits, so that
  /// they do not decide what the rest says either.
  void pass_over(std::string_view text) {
    if (notes) note_digits(text, numbers);
  }
};

}  // namespace wvagate::ingest
