using Contrail.Analysis.Model;

namespace Contrail.Tool.Text;

/// <summary>Reports for which part of the window the events of a view were recorded.</summary>
internal static class ViewCoverageText
{
    /// <summary>The line of a view without rows: none, not recorded, or unknown.</summary>
    public static string Nothing(ViewAnswer answer)
    {
        Coverage[] all = [.. Of(answer).Select(one => one.Coverage)];
        string how = HowToRecord(answer);
        bool isRecorded = all.Length == 0 || all.Any(one => one.State != CoverageState.NotRecorded);
        if (answer.Filter is not null && isRecorded)
        {
            return "No record matches the filter.";
        }

        if (all.Length == 0 || all.All(one => one.State == CoverageState.Whole))
        {
            return "None.";
        }

        return all.All(one => one.State == CoverageState.NotRecorded)
            ? "Not recorded: the recording did not include these events." + how
            : all.Any(one => one is { IsRequested: true, IsOfSomeSources: false })
                ? "None in the recorded part of the window."
                : all.Any(one => one.IsOfSomeSources)
                    ? "None from the recorded event sources." + how
                    : "Unknown: the file has no such event, and does not show whether it was recorded." + how;
    }

    // No recording of a format has the events that are foreign to it.
    private static string HowToRecord(ViewAnswer answer) =>
        (answer.Description.Subjects & ~answer.Context.Coverage.Foreign) == ModelNeeds.None ? ""
        : answer.Context.HasGoroutines && answer.Description.ServiceRecording.Length > 0
            ? $" To record it: {answer.Description.ServiceRecording}."
        : !answer.Context.HasGoroutines && answer.Description.Recording.Length > 0
            ? $" Record with: {answer.Description.Recording}."
        : "";

    /// <summary>A line for each kind of event that was recorded for a part of the window only, or not at all.</summary>
    public static IEnumerable<string> Partial(ViewAnswer answer)
    {
        if (answer.Result.Tables.All(table => table.Rows.Count == 0))
        {
            yield break;
        }

        double window = answer.Extent.End.Nanoseconds / 1e9;
        foreach ((string name, Coverage coverage) in Of(answer))
        {
            if (coverage is { State: CoverageState.Partial, RecordedSeconds: { } seconds })
            {
                yield return $"{name}: recorded in {NumberFormat.Seconds(seconds)} of {NumberFormat.Seconds(window)}.";
            }
            else if (coverage.State == CoverageState.NotRecorded)
            {
                yield return $"{name}: not recorded.";
            }
        }
    }

    // A kind that the format does not have is listed only if it has none of them.
    private static IEnumerable<(string Name, Coverage Coverage)> Of(ViewAnswer answer)
    {
        ModelNeeds subjects = answer.Description.Subjects;
        ModelNeeds known = subjects & ~answer.Context.Coverage.Foreign;
        ModelNeeds listed = known == ModelNeeds.None ? subjects : known;
        foreach (ModelNeeds kind in Enum.GetValues<ModelNeeds>())
        {
            if (kind != ModelNeeds.None && listed.HasFlag(kind))
            {
                yield return (NameOf(kind), answer.Context.Coverage.Of(kind));
            }
        }
    }

    private static string NameOf(ModelNeeds kind) => kind switch
    {
        ModelNeeds.Waits => "Waits for locks",
        ModelNeeds.TaskWaits => "Waits for tasks",
        ModelNeeds.DatabaseCommands => "Commands to databases",
        ModelNeeds.CompiledMethods => "Compiled methods",
        ModelNeeds.HandleWaits => "Waits for events and semaphores",
        ModelNeeds.PoolAdjustments => "Thread pool adjustments",
        ModelNeeds.HeapStates => "Heap sizes",
        ModelNeeds.ExecutionStates => "Thread states",
        ModelNeeds.OffCpuTimes => "Times off the processors",
        ModelNeeds.ProcUses => "Uses of procs",
        ModelNeeds.CollectionWork => "Work for collections",
        ModelNeeds.AsyncOperations => "Async operations",
        _ => kind.ToString(),
    };
}
