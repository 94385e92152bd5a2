using System.Text.Json;
using System.Text.Json.Nodes;
using Contrail.Core.Snapshots;
using Contrail.Storage;
using Contrail.Tool.Output;

namespace Contrail.Tool.Foreground;

/// <summary>Takes a snapshot and tells of it in a line: where it is and what is in it, or why there is none.</summary>
internal sealed class SnapshotReport
{
    private readonly bool _json;
    private readonly Action<string> _tell;
    private readonly Action<string> _complain;

    /// <param name="json">Whether a snapshot is told as JSON.</param>
    /// <param name="tell">Takes the line about a snapshot.</param>
    /// <param name="complain">Takes the line why there is none.</param>
    public SnapshotReport(bool json, Action<string> tell, Action<string> complain)
    {
        _json = json;
        _tell = tell;
        _complain = complain;
    }

    /// <summary>Whether it was written.</summary>
    public bool TryTake(FlightRecorder recorder, string reason)
    {
        try
        {
            SavedSnapshot saved = recorder.SnapshotAsync(reason).GetAwaiter().GetResult();
            _tell(_json ? Json(saved) : Text(saved));
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            string why = failure.Message.TrimEnd('.');
            _complain(
                $"no snapshot: {why}; make room or get the right to write there, or choose another place with -o.");
            return false;
        }
        catch (InvalidOperationException failure)
        {
            _complain($"no snapshot: {failure.Message}");
            return false;
        }
    }

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

    private static string Text(SavedSnapshot saved)
    {
        Certificate certificate = saved.Certificate;
        string shorter = certificate.ShorterBecause is { } why ? $" ({why})" : "";
        return Plain.OneLine(
            $"{saved.Location}: {Plain.Bytes(saved.SizeBytes)}, {Plain.Seconds(certificate.WindowSeconds)}{shorter}, "
            + $"{Contents(certificate)}, {Losses(certificate)}{ProfileWords.Steps(certificate.Profiles)}"
            + Noted(certificate));
    }

    private static string Noted(Certificate certificate)
    {
        string step = certificate.ClockStepped is { } known ? "; " + Moments.Step(known) : "";
        return ProviderWords.Silent(certificate) is { } silent ? $"{step}; {silent}" : step;
    }

    // Where events are not looked at, frames are counted.
    private static string Contents(Certificate certificate) => certificate.Format is null
        ? $"{Plain.Count(certificate.Events)} events"
        : $"{Plain.Count(certificate.Generations)} generations";

    private static string Losses(Certificate certificate)
    {
        // What was evicted is told by the window and why it is shorter.
        string told = string.Join(", ", certificate.Losses
            .Where(loss => loss.Reason != "evicted")
            .GroupBy(loss => loss.Reason)
            .Select(group => $"{Plain.Count(group.Sum(loss => loss.Count))} {group.Key}"));
        return told.Length == 0 ? "nothing lost" : "lost: " + told;
    }
}
