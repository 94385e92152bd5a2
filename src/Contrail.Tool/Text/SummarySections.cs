using System.Text.Json.Nodes;
using Contrail.Analysis.Reading;
using Contrail.Analysis.Views;
using Contrail.Tool.Json;

namespace Contrail.Tool.Text;

/// <summary>Writes the sections of a summary as JSON. A section without figures contains null and its state.</summary>
internal static class SummarySections
{
    public static JsonObject Collections(TraceSummary summary)
    {
        CollectionSummary all = summary.Collections;
        bool isEmpty = all is { Count: 0, PauseCount: 0, RunningAtStart: 0, UnpairedCount: 0 };
        return Section(summary.Coverage.Collections, isEmpty, () => new JsonObject
        {
            ["count"] = all.Count,
            ["countByGeneration"] = new JsonArray([.. all.CountByGeneration.Select(count => (JsonNode)count)]),
            ["backgroundCount"] = all.BackgroundCount,
            ["reasons"] = SummaryJson.Named(all.Reasons),
            ["startedBeforeWindow"] = all.RunningAtStart,
            ["notCompleteAtEnd"] = all.RunningAtEnd,
            ["heapBytesAtEnd"] = all.HeapBytesAtEnd,
            ["maxHeapBytes"] = all.MaxHeapBytes,
            ["pauseCount"] = all.PauseCount,
            ["pauseSeconds"] = all.PauseTotal.TotalSeconds,
            ["longestPauses"] = Pauses(summary.Facts, all.LongestPauses),
            ["unpairedCount"] = all.UnpairedCount,
        });
    }

    public static JsonObject Allocations(TraceSummary summary)
    {
        AllocationSummary? all = summary.Allocations;
        return Section(summary.Coverage.Allocations, all is null, () => new JsonObject
        {
            ["sampleCount"] = all?.Count ?? 0,
            ["bytes"] = all?.Bytes ?? 0,
            ["types"] = SummaryJson.Named(all?.Types ?? [], "bytes"),
        });
    }

    public static JsonObject Exceptions(TraceSummary summary)
    {
        ExceptionSummary all = summary.Exceptions;
        return Section(summary.Coverage.Exceptions, all.Count == 0, () => new JsonObject
        {
            ["count"] = all.Count,
            ["firstUtc"] = all.FirstUtc,
            ["lastUtc"] = all.LastUtc,
            ["types"] = SummaryJson.Named(all.Types),
            ["messages"] = new JsonArray([.. all.Messages.Select(one => (JsonNode)new JsonObject
            {
                ["type"] = one.Type,
                ["message"] = one.Message,
                ["count"] = one.Count,
            })]),
        });
    }

    public static JsonObject Contention(TraceSummary summary)
    {
        ContentionSummary all = summary.Contention;
        bool isEmpty = all is { Count: 0, WaitingAtEnd: 0, NativeCount: 0 };
        return Section(summary.Coverage.Contention, isEmpty, () => new JsonObject
        {
            ["count"] = all.Count,
            ["totalSeconds"] = all.Total.TotalSeconds,
            ["longestSeconds"] = all.Count == 0 ? null : all.Longest.TotalSeconds,
            ["longestUtc"] = all.Count == 0 ? null : TimeFormat.PlaceUtc(summary.Facts, all.LongestOffset),
            ["unmeasuredCount"] = all.UnmeasuredCount,
            ["waitingAtEnd"] = all.WaitingAtEnd,
            ["longestWaitingSeconds"] = all.WaitingAtEnd == 0 ? null : all.LongestWaitingAtEnd.TotalSeconds,
        });
    }

    public static JsonObject ThreadPool(TraceSummary summary)
    {
        ThreadSummary all = summary.Threads;
        return Section(summary.Coverage.ThreadPool, all.PoolAdjustmentCount == 0, () => new JsonObject
        {
            ["adjustmentCount"] = all.PoolAdjustmentCount,
            ["reasons"] = SummaryJson.Named(all.PoolReasons),
            ["maxTarget"] = all.PoolAdjustmentCount == 0 ? null : all.MaxPoolThreads,
            ["starvationCount"] = all.PoolStarvationCount,
            ["risesByBlocking"] = all.PoolBlockingRiseCount,
        });
    }

    public static JsonObject Samples(TraceSummary summary)
    {
        SampleSummary? all = summary.Samples;
        return Section(summary.Coverage.Samples, all is null, () => new JsonObject
        {
            ["count"] = all?.Count ?? 0,
            ["managedCount"] = all?.ManagedCount ?? 0,
            ["listedCount"] = all?.ListedCount ?? 0,
            ["methods"] = SummaryJson.Named(all?.TopMethods ?? []),
            ["unnamedCount"] = all?.UnnamedCount ?? 0,
        });
    }

    private static JsonObject Section(SectionCoverage coverage, bool isEmpty, Func<JsonObject> figures)
    {
        // A count of zero is meaningful only if such events were recorded.
        bool isKnown = !isEmpty || coverage.State is SectionState.Whole or SectionState.Partial;
        return new JsonObject
        {
            ["state"] = coverage.State switch
            {
                SectionState.Whole => "whole",
                SectionState.Partial => "partial",
                SectionState.NotRecorded => "notRecorded",
                _ => "unknown",
            },
            ["recordedSeconds"] = coverage.RecordedSeconds,
            ["figures"] = isKnown ? figures() : null,
        };
    }

    private static JsonArray Pauses(TraceFileFacts facts, IEnumerable<CollectionPause> pauses) =>
        [.. pauses.Select(pause => (JsonNode)new JsonObject
        {
            ["utc"] = TimeFormat.PlaceUtc(facts, pause.Offset),
            ["seconds"] = pause.Duration.TotalSeconds,
            ["atLeast"] = pause.AtLeast,
            ["collection"] = pause.CollectionNumber,
            ["generation"] = pause.Generation,
            ["background"] = pause.CollectionNumber is null ? null : pause.IsBackground,
            ["collections"] = new JsonArray([.. pause.Collections.Select(one => (JsonNode)new JsonObject
            {
                ["number"] = one.Number,
                ["generation"] = one.Generation,
                ["background"] = one.IsBackground,
                ["seconds"] = one.Duration?.TotalSeconds,
            })]),
        })];
}
