using System.Globalization;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Timeline;

/// <summary>Adds what a file reports about itself to a timeline: what is missing, and the rules that fired.</summary>
/// <param name="output">Receives the timeline.</param>
/// <param name="lanes">Finds the rows.</param>
internal sealed class FileMoments(ITimelineOutput output, TimelineLanes lanes)
{
    /// <summary>Adds them; nothing if the file does not contain the time of day.</summary>
    public void Add(FileDescription file, TraceExtent extent)
    {
        if (extent.StartUtc is not { } start)
        {
            return;
        }

        foreach (ManifestLoss loss in file.Losses)
        {
            TimeRange range = new(TimeOf(loss.FromUtc, start), TimeOf(loss.ToUtc, start), false, false);
            if (lanes.Place("losses", null, range) is { } track)
            {
                output.Add(track, new TimelineEvent($"lost: {loss.Reason}", range)
                {
                    Details =
                    [
                        ("count", loss.Count.ToString(CultureInfo.InvariantCulture)), ("detail", loss.Detail ?? ""),
                    ],
                });
            }
        }

        foreach (ManifestTrigger trigger in file.Triggers)
        {
            if (trigger.AtUtc is { } at)
            {
                output.Add(new TimelineTrack("triggers", null, 0), TimelineEvent.At(
                    $"trigger {trigger.Rule}", TimeOf(at, start)) with
                {
                    Details = [("condition", trigger.Expression), ("subject", trigger.Subject ?? "")],
                });
            }
        }
    }

    private static TraceTime TimeOf(DateTime utc, DateTime start)
    {
        long ticks = Math.Clamp((utc - start).Ticks, long.MinValue / 1_000, long.MaxValue / 1_000);
        return new TraceTime(ticks * TimeSpan.NanosecondsPerTick);
    }
}
