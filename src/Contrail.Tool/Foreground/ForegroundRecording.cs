using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Contrail.Capture;
using Contrail.Core.Snapshots;
using Contrail.Storage;
using Contrail.Tool.Output;

namespace Contrail.Tool.Foreground;

/// <summary>Records until somebody ends it or the process does, and takes snapshots when asked.</summary>
internal static class ForegroundRecording
{
    private static readonly TimeSpan ExitWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs it to its end, and gives the exit code.</summary>
    public static int Run(FlightRecorder recorder, ForegroundOptions options)
    {
        using Wishes wishes = new(options.Duration);
        recorder.Start();
        ProcessFacts process = recorder.Health.Process!;
        Say.Note($"recording {process.Name} (pid {process.Id}, .NET {process.RuntimeVersion}); "
            + (options.Duration is null ? "s or SIGUSR1 takes a snapshot, Ctrl+C ends with one" : "Ctrl+C ends early"));
        StatusLine status = new();
        bool allWritten = true;
        while (true)
        {
            Wish? wish = wishes.Next(LookEvery) ?? EndedBySource(recorder, status);
            if (wish is { } wanted)
            {
                status.Clear();
                allWritten &= TryTake(recorder, wanted.Reason, options.Json);
                if (wanted.End)
                {
                    return Finish(recorder, allWritten);
                }
            }

            status.Show(recorder);
        }
    }

    private static Wish? EndedBySource(FlightRecorder recorder, StatusLine status)
    {
        if (recorder.Enabled)
        {
            return null;
        }

        RecorderHealth health = recorder.Health;
        status.Clear();
        AwaitExit(health.Process);
        health = recorder.Health;
        string why = health.EndedHow ?? health.LastError ?? "the stream ended";
        Say.Note($"recording ended: {why}");
        return new Wish(why, End: true);
    }

    // A stream ends a moment before its process does, and only then it is known how that ended.
    private static void AwaitExit(ProcessFacts? ended)
    {
        try
        {
            using Process process = Process.GetProcessById(ended?.Id ?? 0);
            process.WaitForExit(ExitWait);
        }
        catch (ArgumentException)
        {
            // It is gone already.
        }
    }

    private static bool TryTake(FlightRecorder recorder, string reason, bool json)
    {
        try
        {
            SavedSnapshot saved = recorder.SnapshotAsync(reason).GetAwaiter().GetResult();
            Tell(saved, json);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            string why = failure.Message.TrimEnd('.');
            Say.Note(
                $"no snapshot: {why}; make room or get the right to write there, or choose another place with -o.");
            return false;
        }
        catch (InvalidOperationException failure)
        {
            Say.Note($"no snapshot: {failure.Message}");
            return false;
        }
    }

    private static void Tell(SavedSnapshot saved, bool json)
    {
        Certificate certificate = saved.Certificate;
        if (json)
        {
            JsonObject line = new()
            {
                ["path"] = saved.Location,
                ["sizeBytes"] = saved.SizeBytes,
                ["certificate"] = JsonNode.Parse(CertificateJson.Write(certificate)),
            };
            Console.WriteLine(line.ToJsonString(JsonSerializerOptions.Default));
            return;
        }

        string shorter = certificate.ShorterBecause is { } why ? $" ({why})" : "";
        Console.WriteLine(Plain.OneLine(
            $"{saved.Location}: {Plain.Bytes(saved.SizeBytes)}, {Plain.Seconds(certificate.WindowSeconds)}{shorter}, "
            + $"{Plain.Count(certificate.Events)} events, {Losses(certificate)}"));
    }

    private static string Losses(Certificate certificate)
    {
        // What was evicted is told by the window and why it is shorter.
        string told = string.Join(", ", certificate.Losses
            .Where(loss => loss.Reason != "evicted")
            .GroupBy(loss => loss.Reason)
            .Select(group => $"{Plain.Count(group.Sum(loss => loss.Count))} {group.Key}"));
        return told.Length == 0 ? "nothing lost" : "lost: " + told;
    }

    private static int Finish(FlightRecorder recorder, bool allWritten)
    {
        bool failed = recorder.Health.State == RecorderState.Failed;
        recorder.Dispose();
        return allWritten && !failed ? ExitCodes.Done : ExitCodes.Failed;
    }
}
