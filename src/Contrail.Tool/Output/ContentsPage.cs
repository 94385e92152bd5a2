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
    public static void Write(IAnsiConsole console, TraceVerdict verdict, Certificate? certificate)
    {
        Page page = new();
        if (certificate is not null)
        {
            AddCertified(page, certificate);
        }
        else
        {
            string range = verdict.RangeUtc is { } utc
                ? $"{Moments.Day(utc.FirstUtc)} to {Moments.Time(utc.LastUtc)} UTC"
                : "the file does not contain the wall clock";
            page.Add("Window", verdict.WindowSeconds is { } seconds
                ? $"{Plain.Seconds(seconds)}, {range}"
                : "no whole generation");
            page.Add("Certificate", "none beside it");
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

    private static void AddCertified(Page page, Certificate certificate)
    {
        page.Add("Source", $"{certificate.Process.Name}, {certificate.Format}");
        page.Add(
            "Window",
            $"{Plain.Seconds(certificate.WindowSeconds)} of {Plain.Seconds(certificate.PeriodSeconds)} asked for"
                + (certificate.ShorterBecause is { } why ? ": " + why : ""),
            certificate.ShorterBecause is null ? Tone.Usual : Tone.Warning);
        page.More($"{Moments.Day(certificate.FirstUtc)} to {Moments.Time(certificate.LastUtc)} UTC");
        bool passed = certificate.UpToRequest is "marker" or "flushed";
        page.Add(
            "Up to",
            passed ? "the request" : "some moment before the request: the generation did not come in time",
            passed ? Tone.Usual : Tone.Warning);
        AddLosses(page, certificate);
        page.Add("Reason", certificate.Reason);
    }

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
            ["windowSeconds"] = certificate?.WindowSeconds
                ?? verdict.WindowSeconds ?? 0,
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
        page.Add("Losses", isNothing ? "nothing was lost" : $"{certificate.Losses.Count} kinds", isNothing
            ? Tone.Usual
            : Tone.Warning);
        foreach (CertifiedLoss loss in certificate.Losses)
        {
            string detail = loss.Detail is { } words ? $" ({words})" : "";
            page.More($"{loss.Reason}: {Plain.Count(loss.Count)}{detail}, {Moments.Time(loss.FromUtc)}", Tone.Warning);
        }
    }
}
