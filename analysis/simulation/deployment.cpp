#include "analysis/simulation/deployment.hpp"

#include <algorithm>

namespace wvagate::simulation {

double Deployment::running_at(double minute) {
  if (order_ && order_->ready_min <= minute) {
    running_ = order_->replicas;
    order_.reset();
  }
  return running_;
}

void Deployment::want(double replicas, double minute) {
  const double wanted = std::min(replicas, max_replicas_);
  if (order_ ? order_->replicas == wanted : running_ == wanted) return;
  order_.reset();
  if (wanted == running_ || chance_.happens(actuation_.failure_probability)) return;
  const double delay_s = actuation_.delay_s + chance_.uniform(-actuation_.jitter_s, actuation_.jitter_s);
  order_ = Order{.replicas = wanted, .ready_min = minute + std::max(delay_s, 0.0) / 60};
}

}  // namespace wvagate::simulation
