using Contrail.Analysis.Model;
using Contrail.Analysis.Views;

namespace Contrail.Analysis.Export.Stacks;

/// <summary>The stacks of one kind in one file.</summary>
/// <param name="File">The file.</param>
/// <param name="Kind">What they were recorded for.</param>
/// <param name="Unit">The unit of their weights.</param>
/// <param name="Tally">The stacks with their weights.</param>
/// <param name="Context">Their names, and those of the threads.</param>
/// <param name="Extent">The extent of the file.</param>
internal sealed record CollectedStacks(
    ExportedFile File, StackKind Kind, StackUnit Unit, StackTally Tally, TraceContext Context, TraceExtent Extent)
{
    /// <summary>
    /// The weights by what is known of requests at the end of the file: those of one trace, or if that is unknown of
    /// one route, are one.
    /// </summary>
    public IEnumerable<KeyValuePair<StackKey, StackWeight>> Weights()
    {
        Dictionary<RequestIdentity, RequestReference> requests = [];
        Dictionary<StackKey, StackWeight> joined = [];
        foreach ((StackKey key, StackWeight weight) in Tally.Weights)
        {
            if (key.Labels.Request is not { Identity: var request })
            {
                yield return new KeyValuePair<StackKey, StackWeight>(key, weight);
                continue;
            }

            request = request with { Target = TargetPattern.Of(request.Target) };
            if (!requests.TryGetValue(request, out RequestReference? reference))
            {
                requests.Add(request, reference = new RequestReference(request));
            }

            StackKey other = key with { Labels = key.Labels with { Request = reference } };
            joined[other] = joined.GetValueOrDefault(other) + weight;
        }

        foreach (KeyValuePair<StackKey, StackWeight> pair in joined)
        {
            yield return pair;
        }
    }

    /// <summary>The weight of a thread's stacks, the heaviest thread first.</summary>
    public IEnumerable<(long ExecutionId, double Value)> Threads() => Tally.Weights
        .GroupBy(pair => pair.Key.ExecutionId, (id, pairs) => (id, pairs.Sum(pair => pair.Value.Value)))
        .OrderByDescending(thread => thread.Item2).ThenBy(thread => thread.id);
}
