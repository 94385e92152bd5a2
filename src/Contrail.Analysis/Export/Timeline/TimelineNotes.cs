namespace Contrail.Analysis.Export.Timeline;

/// <summary>What a timeline does not contain, in sentences.</summary>
internal static class TimelineNotes
{
    /// <summary>The notes about the timelines of all files of an output.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<TimelineSink> sinks)
    {
        if (sinks.Sum(sink => sink.OmittedSlices) is > 0 and long slices)
        {
            yield return $"{slices} slices are left out: too many overlap.";
        }

        IEnumerable<string> samples = OmittedText.Samples(sinks.Sum(sink => sink.OmittedSamples));
        foreach (string note in samples.Concat(OmittedText.Stacks(sinks.Sum(sink => sink.OmittedStacks))))
        {
            yield return note;
        }

        if (sinks.Sum(sink => sink.OmittedValues) is > 0 and long values)
        {
            yield return $"{values} values of charts are left out: there are too many charts.";
        }

        if (sinks.Any(sink => sink.HasSharedRows))
        {
            yield return "There are too many threads for rows of their own: the later ones share rows of the process.";
        }
    }
}
