using System.Diagnostics;
using Contrail.Analysis.Findings;
using Contrail.Snapshots;
using Contrail.Storage;
using Contrail.Tool.Json;
using Contrail.Tool.Text;

namespace Contrail.Tool.Foreground;

/// <summary>Takes a snapshot and reports its location and contents, or why it failed, in one line.</summary>
internal sealed class SnapshotReport
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MaxAbort = TimeSpan.FromSeconds(1);

    /// <summary>A closed terminal sends SIGHUP twice: requests within this time count as one.</summary>
    private static readonly TimeSpan AbortAfter = TimeSpan.FromSeconds(3);

    private readonly bool _json;
    private readonly Action<string> _writeResult;
    private readonly Action<string> _note;
    private readonly Func<long, bool> _isEndRequestedSince;
    private readonly SnapshotTarget? _target;

    /// <param name="json">Whether a snapshot is reported as JSON.</param>
    /// <param name="writeResult">Receives the line about a snapshot.</param>
    /// <param name="note">Receives further messages: why a snapshot failed, or what to do with it.</param>
    /// <param name="isEndRequestedSince">
    /// Returns whether the user requested to stop after a stopwatch timestamp; checked while a last snapshot takes
    /// unusually long.
    /// </param>
    /// <param name="target">Receives the snapshots; it reports the new name of an earlier one.</param>
    public SnapshotReport(
        bool json,
        Action<string> writeResult,
        Action<string> note,
        Func<long, bool> isEndRequestedSince,
        SnapshotTarget? target = null)
    {
        _target = target;
        _json = json;
        _writeResult = writeResult;
        _note = note;
        _isEndRequestedSince = isEndRequestedSince;
    }

    /// <summary>Takes a snapshot and reports it; returns it, or null if it was not written.</summary>
    /// <param name="recorder">The recorder.</param>
    /// <param name="request">Why, for the file.</param>
    /// <param name="isLast">Whether another stop request may cancel it.</param>
    /// <param name="recordedFor">The duration of the recording, to report how much of it the file omits; may be
    /// null.</param>
    /// <param name="error">Why it was not written; null if it was.</param>
    public SavedSnapshot? TryTake(
        FlightRecorder recorder, SnapshotRequest request, bool isLast, TimeSpan? recordedFor, out string? error)
    {
        error = null;
        try
        {
            CpuBurst? before = recorder.Bursts?.Latest;
            SavedSnapshot saved = Take(recorder, request, isLast);
            _writeResult(_json ? JsonOutput.Line(SnapshotLineJson.Of(saved)) : Text(saved, recordedFor));
            if (_target?.TakeMovedName() is { } moved)
            {
                _note($"The earlier snapshot was renamed to {moved}");
            }

            if (recorder.Bursts?.Latest is { Because: { } because } burst && !ReferenceEquals(burst, before))
            {
                _note($"burst: {because}");
            }

            if (!_json)
            {
                _note($"next: contrail findings {CommandText.PathWord(saved.Location)}");
            }

            return saved;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            error = failure.Message.TrimEnd('.');
            _note($"no snapshot: {error}. {NextStep(failure, isLast)}");
            return null;
        }
        catch (Exception failure)
        {
            // Any other, too: the recording continues, and its next snapshot can succeed.
            error = NumberFormat.OneLine(failure.Message).TrimEnd('.');
            _note($"no snapshot: {error}.");
            return null;
        }
    }

    private SavedSnapshot Take(FlightRecorder recorder, SnapshotRequest request, bool isLast)
    {
        long start = Stopwatch.GetTimestamp();
        Task<SavedSnapshot> taking = recorder.TakeSnapshotAsync(request, CancellationToken.None);
        long impatientFrom = start + (long)(AbortAfter.TotalSeconds * Stopwatch.Frequency);
        while (!((IAsyncResult)taking).AsyncWaitHandle.WaitOne(LookEvery))
        {
            if (_isEndRequestedSince(start))
            {
                recorder.Bursts?.End();
            }

            // An earlier request is the one for this snapshot, or arrived together with it.
            if (isLast && _isEndRequestedSince(impatientFrom))
            {
                // Removes the incomplete file, unless the file system does not respond.
                DedicatedWait.For(
                    "Contrail abort",
                    () => recorder.StopAsync(new CancellationToken(canceled: true)).GetAwaiter().GetResult(),
                    MaxAbort);
                throw new InvalidOperationException("a second stop request arrived while it was written.");
            }
        }

        return taking.GetAwaiter().GetResult();
    }

    private static string NextStep(Exception failure, bool isLast) => (AtomicFile.IsDiskFull(failure), isLast) switch
    {
        (true, true) => "Free some disk space before the next recording, or choose another disk with -o.",
        (true, false) => "Free some disk space and request a snapshot again; recording continues.",
        (false, _) => "Get write permission, or choose another folder with -o.",
    };

    private static string Text(SavedSnapshot saved, TimeSpan? recordedFor)
    {
        SnapshotManifest manifest = saved.Manifest;
        string shorter = manifest.ShorterBecause is { } why ? $" ({why})" : OfAll(manifest, recordedFor);
        return NumberFormat.OneLine(
            $"{saved.Location}: {NumberFormat.Bytes(saved.SizeBytes)}, "
                + $"{NumberFormat.Seconds(manifest.WindowSeconds)}{shorter}, "
            + $"{Contents(manifest)}, {Losses(manifest)}{UpTo(manifest)}"
            + ProfileText.Steps(manifest.Profiles) + Noted(saved));
    }

    private static string Noted(SavedSnapshot saved)
    {
        SnapshotManifest manifest = saved.Manifest;
        string step = (manifest.ClockStepped is { } known ? "; " + TimeFormat.Step(known) : "")
            + (manifest.LaneFile is { } suffix ? $"; CPU samples and figures: {saved.Location}{suffix}" : "")
            + (manifest.LanesMissingBecause is { } because ? $"; no CPU samples and figures: {because}" : "");
        return ProviderText.Silent(manifest) is { } silent ? $"{step}; {silent}" : step;
    }

    // Without counted events, generations are reported.
    private static string Contents(SnapshotManifest manifest) => manifest.Events is { } events
        ? $"{NumberFormat.Count(events)} events"
        : $"{NumberFormat.Count(manifest.Generations)} generations";

    private static string Losses(SnapshotManifest manifest)
    {
        // The window reports evicted events, and the request coverage reports events that did not arrive.
        string lost = LossCounts.List(LossCounts.OfEvents(manifest.Losses)
            .Where(loss => loss.Reason is not (LossReason.Evicted or LossReason.NotReceived)));
        string[] lanes = [.. manifest.Lanes.Select(LaneText.Shortly).Where(text => text.Length > 0)];
        string none = manifest.LossesMayBeMore || !IsUpToRequest(manifest) ? "no known losses"
            : LossCounts.None(manifest);
        return string.Join("; ", [lost.Length == 0 ? none : "lost: " + lost, .. lanes]);
    }

    private static bool IsUpToRequest(SnapshotManifest manifest) =>
        manifest.RequestCoverage is RequestCoverage.Marker or RequestCoverage.Flushed;

    private static string UpTo(SnapshotManifest manifest) => manifest.RequestCoverage switch
    {
        RequestCoverage.Torn => ", up to the last flush before the process exited",
        RequestCoverage.TimedOut => TimedOut(manifest, "timed out"),
        RequestCoverage.Unknown => TimedOut(manifest, "unknown"),
        _ => "",
    };

    private static string TimedOut(SnapshotManifest manifest, string how) =>
        $", {how}: the last {NumberFormat.Seconds(Missing(manifest))} before the request had not arrived";

    private static double Missing(SnapshotManifest manifest) => manifest.Losses
        .Where(loss => loss.Reason == LossReason.NotReceived).Sum(loss => (loss.ToUtc - loss.FromUtc).TotalSeconds);

    // The user of a command expects its complete run.
    private static string OfAll(SnapshotManifest manifest, TimeSpan? recordedFor) =>
        recordedFor is { } all && all.TotalSeconds > manifest.WindowSeconds + 1
            ? $" (the last part of {NumberFormat.Seconds(all.TotalSeconds)}; --period keeps more)"
            : "";
}
