using Contrail.Analysis.Model;

namespace Contrail.Tool.Json;

/// <summary>A section of a summary; the figures are null where an absent event means nothing.</summary>
/// <typeparam name="T">The figures.</typeparam>
internal sealed record SectionJson<T>(CoverageState State, double? RecordedSeconds, T? Figures)
    where T : class
{
    public static SectionJson<T> Of(Coverage coverage, bool isEmpty, Func<T> figures)
    {
        // A count of zero is meaningful only if such events were recorded.
        bool isKnown = !isEmpty || coverage.IsRequested;
        return new SectionJson<T>(coverage.State, coverage.RecordedSeconds, isKnown ? figures() : null);
    }
}
