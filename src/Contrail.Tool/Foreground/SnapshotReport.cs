using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Contrail.Core.Snapshots;
using Contrail.Storage;
using Contrail.Tool.Output;

namespace Contrail.Tool.Foreground;

/// <summary>Takes a snapshot and reports it in a line: where it is and what is in it, or why there is none.</summary>
internal sealed class SnapshotReport
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AbortMax = TimeSpan.FromSeconds(1);

    /// <summary>A closed terminal sends SIGHUP twice: requests that close together are one.</summary>
    private static readonly TimeSpan AbortAfter = TimeSpan.FromSeconds(3);

    private readonly bool _json;
    private readonly Action<string> _writeResult;
    private readonly Action<string> _note;
    private readonly Func<long, bool> _isEndRequestedSince;
    private readonly SnapshotTarget? _target;

    /// <param name="json">Whether a snapshot is reported as JSON.</param>
    /// <param name="writeResult">Takes the line about a snapshot.</param>
    /// <param name="note">Takes what else is to be known: why there is no snapshot, or what to do with it.</param>
    /// <param name="isEndRequestedSince">
    /// Whether somebody has asked to end after a moment of the stopwatch; checked while a last snapshot takes unusually
    /// long.
    /// </param>
    /// <param name="target">Where snapshots go, to report the new name of an earlier one.</param>
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

    /// <summary>Takes a snapshot and reports it; returns whether it was written.</summary>
    /// <param name="recorder">Whose snapshot.</param>
    /// <param name="reason">The reason that the file contains.</param>
    /// <param name="isLast">Whether another request to end may abandon it.</param>
    /// <param name="recordedFor">How long recording lasted, where the line is to say what is not in the file.</param>
    public bool TryTake(FlightRecorder recorder, string reason, bool isLast, TimeSpan? recordedFor = null)
    {
        try
        {
            SavedSnapshot saved = Take(recorder, reason, isLast);
            _writeResult(_json ? Json(saved) : Text(saved, recordedFor));
            if (_target?.TakeMovedName() is { } moved)
            {
                _note($"The earlier snapshot was renamed to {moved}");
            }

            if (!_json)
            {
                _note($"next: contrail summary {saved.Location}");
            }

            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _note($"no snapshot: {failure.Message.TrimEnd('.')}. {NextStep(failure, isLast)}");
            return false;
        }
        catch (InvalidOperationException failure)
        {
            _note($"no snapshot: {failure.Message}");
            return false;
        }
    }

    private SavedSnapshot Take(FlightRecorder recorder, string reason, bool isLast)
    {
        Task<SavedSnapshot> taking = recorder.SnapshotAsync(reason);
        long impatientFrom = Stopwatch.GetTimestamp() + (long)(AbortAfter.TotalSeconds * Stopwatch.Frequency);
        while (!((IAsyncResult)taking).AsyncWaitHandle.WaitOne(LookEvery))
        {
            // One that came before is the wish for this snapshot, or arrived together with it.
            if (isLast && _isEndRequestedSince(impatientFrom))
            {
                // Removes what is half-written, unless the file system does not answer.
                DedicatedWait.For(
                    "Contrail abort",
                    () => recorder.StopAsync(new CancellationToken(canceled: true)).GetAwaiter().GetResult(),
                    AbortMax);
                throw new InvalidOperationException("a second request to end arrived while it was written.");
            }
        }

        return taking.GetAwaiter().GetResult();
    }

    private static string NextStep(Exception failure, bool isLast) => (WholeFile.IsDiskFull(failure), isLast) switch
    {
        (true, true) => "Free some space there before the next recording, or choose another disk with -o.",
        (true, false) => "Free some space there and request a snapshot again; recording goes on.",
        (false, _) => "Get write permission there, or choose another place with -o.",
    };

    private static string Json(SavedSnapshot saved)
    {
        JsonObject line = new()
        {
            ["path"] = saved.Location,
            ["sizeBytes"] = saved.SizeBytes,
            ["certificate"] = JsonNode.Parse(CertificateJson.Write(saved.Certificate)),
        };
        return line.ToJsonString(JsonSerializerOptions.Default);
    }

    private static string Text(SavedSnapshot saved, TimeSpan? recordedFor)
    {
        Certificate certificate = saved.Certificate;
        string shorter = certificate.ShorterBecause is { } why ? $" ({why})" : OfAll(certificate, recordedFor);
        return Plain.OneLine(
            $"{saved.Location}: {Plain.Bytes(saved.SizeBytes)}, {Plain.Seconds(certificate.WindowSeconds)}{shorter}, "
            + $"{Contents(certificate)}, {Losses(certificate)}{UpToRequest(certificate)}"
            + ProfileWords.Steps(certificate.Profiles) + Noted(certificate));
    }

    private static string Noted(Certificate certificate)
    {
        string step = certificate.ClockStepped is { } known ? "; " + Moments.Step(known) : "";
        return ProviderWords.Silent(certificate) is { } silent ? $"{step}; {silent}" : step;
    }

    // Where events are not looked at, frames are counted.
    private static string Contents(Certificate certificate) => certificate.Events is { } events
        ? $"{Plain.Count(events)} events"
        : $"{Plain.Count(certificate.Generations)} generations";

    private static string Losses(Certificate certificate)
    {
        // The window and why it is shorter say what was evicted, and the words after this what did not arrive.
        string told = LossCounts.List(
            certificate.Losses.Where(loss => loss.Reason is not ("evicted" or "notReceived")));
        string none = certificate.LossesMayBeMore || !IsUpToRequest(certificate) ? "no known losses" : "nothing lost";
        return told.Length == 0 ? none : "lost: " + told;
    }

    private static bool IsUpToRequest(Certificate certificate) => certificate.UpToRequest is "marker" or "flushed";

    private static string UpToRequest(Certificate certificate) => certificate.UpToRequest switch
    {
        "torn" => ", up to the last flush before the process ended",
        "timedOut" or "unknown" => $", {certificate.UpToRequest}: "
            + $"the last {Plain.Seconds(Behind(certificate))} before the request had not arrived",
        _ => "",
    };

    private static double Behind(Certificate certificate) => certificate.Losses
        .Where(loss => loss.Reason == "notReceived").Sum(loss => (loss.ToUtc - loss.FromUtc).TotalSeconds);

    // A command's whole run is what its user expects.
    private static string OfAll(Certificate certificate, TimeSpan? recordedFor) =>
        recordedFor is { } all && all.TotalSeconds > certificate.WindowSeconds + 1
            ? $" (the last part of {Plain.Seconds(all.TotalSeconds)}; --period keeps more)"
            : "";
}
