#pragma once

/// The suite's parts. Each registers its benchmarks; a new one is a line in its part's table.
namespace wvagate::bench {

/// reference/…: what the machine can do with the same bytes, to hold the others against.
void register_references();
/// extract/…: a log from its first byte to its CSV.
void register_extraction();
/// record/…: lines of one kind alone.
void register_records();
/// model/…: the controller's queueing model.
void register_model();
/// verdict/…: findings of many scenarios.
void register_verdicts();

}  // namespace wvagate::bench
