using Contrail.Agent.Keeping;
using Contrail.Tool.Text;

namespace Contrail.Tool.Foreground;

/// <summary>
/// Lists the snapshots of a recording in the index of their folder, deletes old ones, and reports that: deletions each
/// time, everything else once. A file system that does not respond delays a recording for a short time only. Not
/// thread-safe.
/// </summary>
/// <param name="keeper">Keeps the folder.</param>
/// <param name="folder">The name of the folder, for messages.</param>
internal sealed class SnapshotKeeping(SnapshotKeeper keeper, string folder)
{
    /// <summary>A folder of thousands of files takes less than a second.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private DedicatedWait? _running;
    private KeepingLimit _reportedLimits;
    private KeepingProblem _reportedProblems;
    private bool _isHangReported;

    /// <summary>Deletes old snapshots if free space is missing for the next one.</summary>
    public void MakeRoom(Action<string> note)
    {
        if (keeper.MayMakeRoom)
        {
            Run(keeper.MakeRoom, note);
        }
    }

    /// <summary>Lists a snapshot that was written, and deletes what is over the limits.</summary>
    public void Keep(SavedSnapshot saved, StopRequest request, Action<string> note) =>
        Run(() => keeper.Keep(saved.Location, saved.Manifest, request.Cause, request.CauseName), note);

    private void Run(Func<KeepingOutcome> step, Action<string> note)
    {
        KeepingOutcome? outcome = null;
        bool isPreviousOver = _running?.IsOver(Longest) != false;
        if (isPreviousOver)
        {
            _running = new DedicatedWait("Contrail keeping", () => outcome = step());
        }

        if (isPreviousOver && _running!.IsOver(Longest) && outcome is { } done)
        {
            Report(done, note);
        }
        else if (!_isHangReported)
        {
            _isHangReported = true;
            note($"The folder {folder} does not respond: the index may lack snapshots, and old ones may remain. "
                + "Recording continues.");
        }
    }

    private void Report(KeepingOutcome outcome, Action<string> note)
    {
        if (outcome.DeletedCount > 0)
        {
            note($"deleted {Page.Counted(outcome.DeletedCount, "old snapshot")} "
                + $"({NumberFormat.Bytes(outcome.DeletedBytes)}) in {folder}");
        }

        KeepingLimit limits = outcome.Unmet & ~_reportedLimits;
        KeepingProblem problems = outcome.Problems & ~_reportedProblems;
        _reportedLimits |= limits;
        _reportedProblems |= problems;
        foreach (string line in KeepingText.Lines(limits, problems, outcome.Detail, folder))
        {
            note(line);
        }
    }
}
