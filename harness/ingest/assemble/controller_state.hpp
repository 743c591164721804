#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/core/name_map.hpp"
#include "analysis/core/name_pool.hpp"
#include "harness/ingest/records/event.hpp"

namespace wvagate::ingest {

/// Names that are remembered beyond their cycle. A log that invents more than a controller could serve does
/// not get memory for them.
inline constexpr std::size_t kMaxNames = 65536;

/// What one controller process has logged besides observations and solutions, and what of it holds for a
/// sample: parameters, targets, tuner outcomes, and the namespaces of names.
class ControllerState {
 public:
  explicit ControllerState(NamePool& names) : names_(names) {}

  // Views in what is given need not outlive the call.

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
  std::string_view model_in_progress() const { return model_in_progress_; }

  /// Remembers the namespace of a variant that a record names with it.
  void register_name(std::string_view full_name);
  /// A name with its namespace, where only one is known for it: as the variant's solved samples have it.
  std::string_view full_name(std::string_view name);
  /// Whether variants of several namespaces have this name, so that what is logged under it may be another's.
  bool is_shared(std::string_view name);

  /// Adds to a sample what was said of its variant.
  void complete(LoggedSample& logged);
  /// Remembers the model of a sample that is whole, under its full name, and the targets that its solution
  /// named.
  void remember(const Sample& sample, const LoggedSlo& targets);

  /// The cycle is over: what the tuner works on next it will name.
  void end_cycle() { tuned_variant_.clear(); }
  /// Nothing from before holds, but for the namespaces of names.
  void forget();

 private:
  struct Parameters {
    LoggedParameters logged;
    std::uint64_t sequence = 0;  // grows with the log, so that the later of two holds; 0: there are none
  };
  struct Targets {
    LoggedSlo slo;
    std::uint64_t sequence = 0;  // grows with the log
  };
  struct VariantState {
    Parameters parameters;
    std::optional<TunerOutcome> tuner;
    Targets slo;          // as the optimizer had them
    Targets rounded_slo;  // as the tuner printed them, with two decimals
    std::string model;
  };

  /// What is known of a variant: by its full name, and by its name without namespace.
  using States = std::array<VariantState*, 2>;

  VariantState* find_variant(std::string_view name);
  VariantState& variant(std::string_view name);
  States states_of(std::string_view full_name);
  const LoggedParameters* parameters_in_force(const States& states, std::string_view model,
                                              std::string_view accelerator);
  std::string_view normalise(std::string_view name);
  std::string_view pair_key(std::string_view model, std::string_view accelerator);
  void complete_slo(LoggedSample& logged, const States& states);

  NamePool& names_;
  std::uint64_t sequence_ = 0;
  VariantState overflow_;                 // for names beyond those that are remembered
  NameMap<VariantState> variants_;        // by normalised name
  NameMap<VariantState*> spellings_;      // of them, as records have them
  NameMap<Parameters> model_parameters_;  // by pair_key()
  NameMap<Targets> model_slos_;           // by model
  NameMap<std::string> full_names_;       // by name without namespace; "" where several share it
  std::size_t shared_names_ = 0;          // of them
  std::string tuned_variant_;             // whom the tuner works on
  std::string model_in_progress_;
  std::string normal_, pair_;  // used again from call to call
};

}  // namespace wvagate::ingest
