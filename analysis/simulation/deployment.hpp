#pragma once

#include <optional>

#include "analysis/simulation/noise.hpp"
#include "analysis/simulation/scenario.hpp"

namespace wvagate::simulation {

/// A variant's replicas, which follow what is wanted some time later.
class Deployment {
 public:
  Deployment(double replicas, double max_replicas, const Actuation& actuation, Chance chance)
      : running_(replicas), max_replicas_(max_replicas), actuation_(actuation), chance_(std::move(chance)) {}

  /// Replicas that run at `minute`. Minutes must ascend from call to call.
  double running_at(double minute);

  /// Wants `replicas` from `minute` on. A new order takes an unfinished one's place, unless both want the
  /// same.
  void want(double replicas, double minute);

 private:
  struct Order {
    double replicas = 0;
    double ready_min = 0;
  };

  double running_;
  double max_replicas_;
  Actuation actuation_;
  Chance chance_;
  std::optional<Order> order_;
};

}  // namespace wvagate::simulation
