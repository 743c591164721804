#!/usr/bin/env python3
"""Writes a controller log of many variants: many_variants.py one_record|own_records|unsolved VARIANTS CYCLES

one_record: all servers in one record of a text log; own_records: each variant's lines by themselves, as JSON logs have
them; unsolved: likewise, and no variant has a feasible allocation.
"""
import sys

MODEL = ("  {   name: org/m%d,   acc: H100,   accCount: 1,   maxBatchSize: 512,   atTokens: 0,   decodeParms: {    alpha: "
         "6.958,    beta: 0.042   },   prefillParms: {    gamma: 5.2,    delta: 0.1   }  }")
SERVER = ("  {   name: v%d:ns,   class: Premium,   model: org/m%d,   keepAccelerator: true,   minNumReplicas: 1,   "
          "maxBatchSize: 8,   currentAlloc: {    accelerator: H100,    numReplicas: 1,    maxBatch: 8,    cost: 100,    "
          "itlAverage: 8.5,    ttftAverage: 40.25,    load: {     arrivalRate: 12.5,     avgInTokens: 51,     avgOutTokens: "
          "128    }   }  }")
SOLUTION = (r"\ns=v%d:ns; c=Premium; m=org/m%d; rate=12.5; inTk=51; outTk=128; sol=1, sat=false, alloc={acc=H100; numRep=1; "
            "maxBatch=8; cost=100, val=0, itl=7.9, ttft=22.5, rho=0.25, maxRPM=480.5}; slo-itl=10, slo-ttft=1000, slo-tps=0 ")


def line(second, message):
    print('{"level":"DEBUG","ts":"2025-11-01T10:%02d:%02d.000Z","msg":"%s"}' % (second // 60, second % 60, message))


def one_record(variants, second):
    line(second, "System data prepared for optimization: - { models: [%s ]}" % ",".join(MODEL % v for v in variants))
    line(second, "System data prepared for optimization: - { servers: [%s ]}" % ",".join(SERVER % (v, v) for v in variants))
    solutions = "".join(SOLUTION % (v, v) for v in variants)
    line(second, r"Optimization solution - system: Solution: %s\nAllocationByType: \n" % solutions)


def own_records(variants, second, solved=True):
    for v in variants:
        line(second, "Processing model: modelID=org/m%d, variantCount=1" % v)
        line(second, "Metrics collected for VA: variant=v%d, replicas=1, accelerator=H100, ttft=40.25ms, itl=8.50ms, "
             "cost=100.00, maxBatch=8, arrivalRate=12.50, avgInputTokens=51.00, avgOutputTokens=128.00" % v)
        line(second, "Updated tuner status for variant v%d: alpha=6.958, beta=0.042, gamma=5.2, delta=0.1, NIS=0.03" % v)
        if solved:
            line(second, r"Optimization solution - system: Solution: %s\nAllocationByType: \n" % (SOLUTION % (v, v)))
        else:
            line(second, "Model-based optimization failed: no feasible allocations found for all variants: ")


def unsolved(variants, second):
    own_records(variants, second, solved=False)


form = {"one_record": one_record, "own_records": own_records, "unsolved": unsolved}[sys.argv[1]]
for cycle in range(int(sys.argv[3])):
    form(range(int(sys.argv[2])), 60 * cycle)
    line(60 * cycle, "Reconciliation completed - optimization_successful: true")
