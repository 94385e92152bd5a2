using System.Globalization;
using System.Text.Json;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Page;

/// <summary>Writes the timeline of a page.</summary>
internal static class PageTimeline
{
    /// <summary>Writes the property.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="timeline">The tracks.</param>
    /// <param name="texts">The texts of the slices.</param>
    /// <param name="context">Names the threads.</param>
    /// <param name="frames">Numbers the stacks.</param>
    public static void Write(
        Utf8JsonWriter writer, PageTimelineSink timeline, TextTable texts, TraceContext context, FrameTable frames)
    {
        TrackSet tracks = timeline.Tracks;
        TextTable used = new(int.MaxValue);
        writer.WriteStartObject("timeline");
        writer.WriteNumber("resolution", tracks.Resolution);
        writer.WriteNumber("droppedTracks", tracks.DroppedCount);
        writer.WriteBoolean("droppedMore", tracks.IsDroppedMore);
        writer.WriteArray(
            "tracks", [tracks.Whole, tracks.Spans, .. tracks.Threads],
            (to, track) => Write(to, track, GroupOf(track, tracks), NameOf(track, context), slice =>
                used.Add(texts.All[slice.Text]), frames));
        writer.WriteArray("texts", used.All, static (to, text) => to.WriteStringValue(text));
        writer.WriteNumber("omittedTexts", texts.OmittedCount);
        writer.WriteEndObject();
    }

    private static string GroupOf(Track track, TrackSet tracks) =>
        track == tracks.Whole ? "process" : track == tracks.Spans ? "spans" : "threads";

    private static string NameOf(Track track, TraceContext context) =>
        context.Threads.TextOf(track.Id) ?? track.Function;

    private static void Write(
        Utf8JsonWriter writer, Track track, string group, string name, Func<Slice, long> textOf, FrameTable frames)
    {
        writer.WriteStartObject();
        writer.WriteString("group", group);
        writer.WriteString("id", unchecked((ulong)track.Id).ToString(CultureInfo.InvariantCulture));
        writer.WriteString("name", name);
        writer.WriteNumber("samples", track.SampleCount);
        writer.WriteArray("slices", track.Lists, (to, one) =>
        {
            IReadOnlyList<Slice> slices = one.Slices.InOrder();
            to.WriteStartObject();
            to.WriteString("kind", PageJson.NameOf(one.Kind));
            to.WriteNumber("count", one.Slices.AddedCount);
            to.WritePropertyName("nanoseconds");
            to.WriteShortNumber(one.Slices.Nanoseconds);
            to.WriteDifferences("starts", slices.Select(slice => slice.Start));
            to.WriteIntegers("durations", slices.Select(slice => slice.End - slice.Start));
            to.WriteUnusual("texts", 0, [.. slices.Select(textOf)]);
            to.WriteUnusual("stacks", 0, [.. slices.Select(slice => (long)frames.NumberOf(slice.Stack))]);
            to.WriteUnusual("flags", 0, [.. slices.Select(FlagsOf)]);
            to.WriteUnusual("counts", 1, [.. slices.Select(slice => (long)slice.Count)]);
            WriteSums(to, slices);
            to.WriteEndObject();
        });
        writer.WriteEndObject();
    }

    private static void WriteSums(Utf8JsonWriter writer, IReadOnlyList<Slice> slices)
    {
        if (slices.Any(slice => slice.Count > 1))
        {
            writer.WriteArray("sums", slices, static (to, slice) => to.WriteShortNumber(slice.Nanoseconds));
        }
    }

    private static long FlagsOf(Slice slice) =>
        (slice.IsOpenAtStart ? 1 : 0) + (slice.IsOpenAtEnd ? 2 : 0) + (slice.IsFailed ? 4 : 0);
}
