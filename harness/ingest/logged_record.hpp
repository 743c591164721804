#pragma once

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

/// What the readers of records use again from record to record: storage, so that none allocates, and the
/// layouts of those before.
struct RecordBuffers {
  std::vector<LoggedSample> observations;
  std::vector<LoggedSolution> solutions;
  std::vector<LoggedModel> models;
  std::array<std::string, 4> texts;  ///< members with their escapes resolved

  FieldLayout servers_layout, solution_layout, models_layout, parameters_layout, collected_layout, slo_layout;
};

}  // namespace wvagate::ingest
