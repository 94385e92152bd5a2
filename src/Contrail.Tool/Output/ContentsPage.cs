using System.Text.Json;
using System.Text.Json.Nodes;
using Contrail.Core.Formats;
using Contrail.Core.Snapshots;
using Spectre.Console;

namespace Contrail.Tool.Output;

/// <summary>
/// What is in a file of which the events are not looked at: what checking it found, and the certificate beside it. The
/// keys of the JSON are those of other files, as far as there is something to say.
/// </summary>
internal static class ContentsPage
{
    private const int LossesShown = 20;
    private const string NoTimeOfDay = "time of day: not in the file";

    public static void Write(IAnsiConsole console, TraceVerdict verdict, Certificate? certificate)
    {
        Page page = new();
        if (certificate is not null)
        {
            AddHead(page, certificate);
            AddManifest(page, certificate);
        }
        else
        {
            string range = verdict.RangeUtc is { } utc
                ? $"{Moments.Day(utc.FirstUtc)} to {Moments.Time(utc.LastUtc)} (all times are UTC)"
                : NoTimeOfDay;
            page.Add("Window", verdict.WindowSeconds is { } seconds
                ? $"{Plain.Seconds(seconds)}, {range}"
                : "no whole generation");
            page.Add("Certificate", "none next to the file");
        }

        page.Add(
            "File",
            $"{(verdict.IsComplete ? "complete" : "DAMAGED")}, {Plain.Bytes(verdict.Bytes)}, {verdict.Format}",
            verdict.IsComplete ? Tone.Usual : Tone.Warning);
        foreach (Finding finding in verdict.Findings)
        {
            page.More($"at byte {Plain.Count(finding.Offset)}: {finding.Words}", Tone.Warning);
        }

        page.Add("Contents", $"{Page.Counted(verdict.Events, "event")}, "
            + $"{Page.Counted(verdict.Generations ?? 0, "generation")} in {Page.Counted(verdict.Frames, "frame")}");
        page.Write(console);
    }

    private static void AddHead(Page page, Certificate certificate)
    {
        string name = certificate.Process.Name.Length > 0 ? certificate.Process.Name + ", " : "";
        page.Add("Source", name + certificate.Format);
        page.Add(
            "Window",
            $"{Plain.Seconds(certificate.WindowSeconds)} of {Plain.Seconds(certificate.PeriodSeconds)} requested"
                + (certificate.ShorterBecause is { } why ? ": " + why : ""),
            certificate.ShorterBecause is null ? Tone.Usual : Tone.Warning);
        page.More(certificate is { FirstUtc: { } first, LastUtc: { } last }
            ? $"{Moments.Day(first)} to {Moments.Time(last)} (all times are UTC)"
            : NoTimeOfDay);
    }

    /// <summary>Adds how far the snapshot reaches, what is missing, and why it was taken.</summary>
    public static void AddManifest(Page page, Certificate certificate)
    {
        bool passed = certificate.UpToRequest is "marker" or "flushed";
        page.Add(
            "Up to",
            UpTo(certificate.UpToRequest),
            passed ? Tone.Usual : Tone.Warning);
        AddLosses(page, certificate);
        page.Add("Reason", certificate.Reason);
    }

    private static string UpTo(string upToRequest) => upToRequest switch
    {
        "marker" or "flushed" => "the request",
        "torn" => "the last whole generation: what came after it is in no trace",
        "timedOut" => "some moment before the request: the generation did not come in time",
        "unknown" => "an unknown moment before the request",
        _ => upToRequest,
    };

    public static string Json(TraceVerdict verdict, Certificate? certificate)
    {
        string[] format = verdict.Format.Split(' ');
        JsonArray losses = [.. (certificate?.Losses ?? []).Select(loss =>
            JsonSerializer.SerializeToNode(loss, CertificateJson.Default.CertifiedLoss))];
        JsonObject facts = new()
        {
            ["format"] = format[0],
            ["formatVersion"] = format[^1],
            ["complete"] = verdict.IsComplete,
            ["generations"] = verdict.Generations,
            ["frames"] = verdict.Frames,
            ["events"] = verdict.Events,
            ["firstUtc"] = certificate?.FirstUtc ?? verdict.RangeUtc?.FirstUtc,
            ["lastUtc"] = certificate?.LastUtc ?? verdict.RangeUtc?.LastUtc,
            ["windowSeconds"] = certificate?.WindowSeconds ?? verdict.WindowSeconds,
            ["upToRequest"] = certificate?.UpToRequest,
            ["losses"] = losses,
            ["certificate"] = certificate is null ? null : JsonNode.Parse(CertificateJson.Write(certificate)),
        };
        if (!verdict.IsComplete)
        {
            facts["fault"] = verdict.Findings[0].Words;
            facts["faultOffset"] = verdict.Findings[0].Offset;
        }

        return facts.ToJsonString(JsonSerializerOptions.Default);
    }

    private static void AddLosses(Page page, Certificate certificate)
    {
        bool isNothing = certificate.Losses.Count == 0;
        string none = certificate.LossesMayBeMore ? "none that the file shows" : "nothing was lost";
        page.Add("Losses", isNothing ? none : LossCounts.List(certificate.Losses), isNothing
            ? Tone.Usual
            : Tone.Warning);
        foreach (CertifiedLoss loss in certificate.Losses.Take(LossesShown))
        {
            string detail = loss.Detail is { } words ? $" ({words})" : "";
            page.More($"{LossCounts.List([loss])}{detail}, {Moments.Time(loss.FromUtc)}", Tone.Warning);
        }

        if (certificate.Losses.Count > LossesShown)
        {
            page.More($"and {Page.Counted(certificate.Losses.Count - LossesShown, "more loss")}", Tone.Warning);
        }
    }
}
