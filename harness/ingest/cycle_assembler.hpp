#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analysis/core/name_pool.hpp"
#include "analysis/sample/recording.hpp"
#include "harness/ingest/logged_record.hpp"

namespace wvagate::ingest {

/// Takes a finished sample. Samples come in the order in which their cycles end.
using SampleHandler = std::function<void(LoggedSample&&)>;

/// Puts a cycle together from the records of one controller process: each solution with its own variant's
/// observation and parameters, never with another variant's nor an earlier cycle's. What is left without a
/// solution when the cycle ends becomes an unsolved sample.
class CycleAssembler {
 public:
  CycleAssembler(NamePool& names, LogFacts& facts, std::uint32_t& last_segment, const SampleHandler& emit)
      : names_(names), facts_(facts), last_segment_(last_segment), emit_(emit), segment_(++last_segment) {}

  /// An observation; views in it need not outlive the call. A variant seen again begins a new cycle.
  void observe(LoggedSample observation);
  /// All server records of one solution.
  void solve(std::vector<LoggedSolution> solutions, TimePoint time, std::string_view timestamp,
             std::uint64_t line);

  /// Parameters logged for a variant ("NAME", "NAME:NAMESPACE" or "NAME/NAMESPACE").
  void set_variant_parameters(std::string_view variant, LoggedParameters parameters);
  /// Parameters logged for a model on an accelerator.
  void set_model_parameters(std::string_view model, std::string_view accelerator,
                            LoggedParameters parameters);
  /// Parameters logged for a model on an accelerator while the tuner works on a variant: they are that
  /// variant's.
  void set_tuned_parameters(std::string_view model, std::string_view accelerator,
                            LoggedParameters parameters);
  void set_model_slo(std::string_view model, LoggedSlo slo);
  void set_variant_slo(std::string_view variant, LoggedSlo slo);
  void set_tuner_outcome(std::string_view variant, TunerOutcome outcome);
  /// The model whose variants the controller works on from here.
  void set_model_in_progress(std::string_view model) { model_in_progress_ = model; }
  /// What reactive mode decided for a variant.
  void set_target(std::string_view variant, double replicas);

  /// The cycle is over.
  void end_cycle();
  /// The controller started anew, or became leader: nothing from before holds.
  void restart();

 private:
  struct Parameters {
    LoggedParameters logged;
    std::uint64_t sequence = 0;  // grows with the log; the later of two holds
  };
  struct VariantState {
    std::optional<Parameters> parameters;
    std::optional<TunerOutcome> tuner;
    std::optional<LoggedSlo> slo;
    std::string model;
  };

  bool begins_new_cycle(const LoggedSample& observation) const;
  std::optional<LoggedSample> take_observation(const LoggedSolution& solution);
  void register_names(const std::vector<LoggedSolution>& solutions);
  VariantState* find_variant(std::string_view name);
  VariantState& variant(std::string_view name);
  const LoggedParameters* parameters_in_force(std::string_view variant, std::string_view model,
                                              std::string_view accelerator);
  void finish(LoggedSample sample);
  void complete_from_state(LoggedSample& logged);

  NamePool& names_;
  LogFacts& facts_;
  std::uint32_t& last_segment_;
  const SampleHandler& emit_;
  std::uint32_t segment_;
  std::uint64_t sequence_ = 0;

  std::vector<std::optional<LoggedSample>> cycle_;                  // observations, empty once solved
  std::unordered_multimap<std::string_view, std::size_t> by_name_;  // into cycle_
  bool solved_in_cycle_ = false;

  std::unordered_map<std::string, VariantState> variants_;                       // by normalised name
  std::unordered_map<std::string, Parameters> model_parameters_;                 // by model and accelerator
  std::unordered_map<std::string, LoggedSlo> model_slos_;                        // by model
  std::unordered_map<std::string, std::unordered_set<std::string>> full_names_;  // by name without namespace
  std::string tuned_variant_;                                                    // whom the tuner works on
  std::string model_in_progress_;
};

}  // namespace wvagate::ingest
