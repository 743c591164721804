#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/core/name_pool.hpp"
#include "analysis/sample/recording.hpp"
#include "harness/ingest/logged_record.hpp"

namespace wvagate::ingest {

/// Takes a finished sample. Samples come in the order in which their cycles end.
using SampleHandler = std::function<void(const LoggedSample&)>;

/// Puts cycles together from the records of one controller process: each solution with its own variant's
/// observation and parameters, never with another variant's nor an earlier cycle's. An observation that no
/// solution takes becomes an unsolved sample: when its variant is observed again, when a record comes that is
/// more than some seconds younger than the end of its cycle or half a minute younger than the last
/// observation, or when the controller sees no servers, restarts, or its log ends.
///
/// Lines of several controllers that nothing tells apart may alternate in one log. What names its variant
/// stays right; but parameters that name only a model and an accelerator go to the variant that the tuner was
/// last said to work on, which may be the other controller's where both serve that model.
class CycleAssembler {
 public:
  CycleAssembler(NamePool& names, LogFacts& facts, std::uint32_t& last_segment, const SampleHandler& emit)
      : names_(names), facts_(facts), last_segment_(last_segment), emit_(emit), segment_(++last_segment) {}

  // Views in what is given need not outlive the call.

  void observe(const LoggedSample& observation);
  /// All server records of one solution.
  void solve(std::span<const LoggedSolution> solutions, TimePoint time, std::string_view timestamp,
             std::uint64_t line);

  /// Parameters logged for a variant ("NAME", "NAME:NAMESPACE" or "NAME/NAMESPACE").
  void set_variant_parameters(std::string_view variant, const LoggedParameters& parameters);
  /// Parameters logged for a model on an accelerator.
  void set_model_parameters(std::string_view model, std::string_view accelerator,
                            const LoggedParameters& parameters);
  /// Parameters logged for a model on an accelerator while the tuner works on a variant: they are that
  /// variant's, unless it is known to be of another model.
  void set_tuned_parameters(std::string_view model, std::string_view accelerator,
                            const LoggedParameters& parameters);
  void set_model_slo(std::string_view model, LoggedSlo slo);
  void set_variant_slo(std::string_view variant, LoggedSlo slo);
  void set_tuner_outcome(std::string_view variant, TunerOutcome outcome);
  /// The model whose variants the controller works on from here.
  void set_model_in_progress(std::string_view model) { model_in_progress_ = model; }
  /// What reactive mode decided for a variant.
  void set_target(std::string_view variant, double replicas);

  /// The cycle is over: what it observed can still be solved by a record of nearly the same time, because
  /// lines of several controllers may be interleaved, but no longer by a later one.
  void end_cycle();
  /// Nothing that was observed holds any longer: what waits for a solution stays without one.
  void forget_observations();
  /// The controller started anew, or became leader: nothing from before holds.
  void restart();

 private:
  struct Parameters {
    LoggedParameters logged;
    std::uint64_t sequence = 0;  // grows with the log, so that the later of two holds; 0: there are none
  };
  struct Targets {
    LoggedSlo slo;
    std::uint64_t sequence = 0;  // likewise
  };
  struct VariantState {
    Parameters parameters;
    std::optional<TunerOutcome> tuner;
    Targets slo;          // as the optimizer had them
    Targets rounded_slo;  // as the tuner printed them, with two decimals
    std::string model;
  };

  /// An observation that waits for its solution.
  struct Pending {
    LoggedSample logged;
    std::uint64_t id = 0;  // grows with the log
    bool ended = false;    // its cycle is over
  };
  using PendingList = std::list<Pending>;

  /// What is known of a variant: by its full name, and by its name without namespace.
  using States = std::array<VariantState*, 2>;

  std::span<const PendingList::iterator> named(std::string_view name);
  LoggedSample& take(PendingList::iterator pending);
  void release(PendingList::iterator pending);
  void release_old(TimePoint now);
  void release_earlier(std::string_view variant, TimePoint now);
  LoggedSample* take_observation(const LoggedSolution& solution, TimePoint time);
  void register_name(std::string_view full_name);
  std::string_view full_name(std::string_view name);
  bool is_shared(std::string_view name);
  VariantState* find_variant(std::string_view name);
  VariantState& variant(std::string_view name);
  States states_of(std::string_view full_name);
  const LoggedParameters* parameters_in_force(const States& states, std::string_view model,
                                              std::string_view accelerator);
  void finish(LoggedSample& sample);
  std::string_view normalise(std::string_view name);
  std::string_view pair_key(std::string_view model, std::string_view accelerator);
  void complete_from_state(LoggedSample& logged);
  void complete_slo(LoggedSample& logged, const States& states);

  NamePool& names_;
  LogFacts& facts_;
  std::uint32_t& last_segment_;
  const SampleHandler& emit_;
  std::uint32_t segment_;
  std::uint64_t sequence_ = 0;

  PendingList pending_;                                  // in order of observation
  PendingList unused_;                                   // room for others
  NameMap<std::vector<PendingList::iterator>> by_name_;  // in pending_, likewise
  std::uint64_t last_id_ = 0;
  TimePoint last_observed_;              // the last observation's
  std::uint64_t ended_through_ = 0;      // the cycles of all pending up to this are over
  std::optional<TimePoint> last_ended_;  // youngest observation of a cycle that is over

  VariantState overflow_;                 // for names beyond those that are remembered
  NameMap<VariantState> variants_;        // by normalised name
  NameMap<VariantState*> spellings_;      // of them, as records have them
  NameMap<Parameters> model_parameters_;  // by pair_key()
  NameMap<Targets> model_slos_;           // by model
  NameMap<std::string> full_names_;       // by name without namespace; "" where several share it
  std::size_t shared_names_ = 0;          // of them
  std::string tuned_variant_;             // whom the tuner works on
  std::string model_in_progress_;

  // Used again from call to call.
  std::vector<PendingList::iterator> earlier_;
  LoggedSample unobserved_;
  std::string normal_, pair_;
};

}  // namespace wvagate::ingest
