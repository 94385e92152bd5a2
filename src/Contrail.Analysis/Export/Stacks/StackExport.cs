using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Stacks;

/// <summary>What the formats of stacks have in common. Not safe for concurrent use.</summary>
/// <param name="options">What the user has chosen.</param>
internal abstract class StackExport(ExportOptions options) : IExport
{
    private readonly List<string> _notes = [];
    private readonly HashSet<StackKind> _found = [];
    private readonly List<StackCollector> _collectors = [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => _notes;

    /// <inheritdoc/>
    public bool IsEmpty => _found.Count == 0;

    /// <summary>Whether the output has stacks in the order of time.</summary>
    protected virtual bool KeepsOrder => false;

    /// <summary>Whether the output has the requests in which something happened.</summary>
    protected virtual bool KeepsRequests => false;

    /// <summary>What the user has chosen.</summary>
    protected ExportOptions Options { get; } = options;

    /// <inheritdoc/>
    public IModelSink Open(ExportedFile file)
    {
        StackCollector collector = new(file, Options.Of, KeepsOrder, KeepsRequests, Receive);
        _collectors.Add(collector);
        return collector;
    }

    /// <inheritdoc/>
    public void Complete()
    {
        if (IsEmpty)
        {
            Note(WhyEmpty());
        }

        _notes.AddRange(OmittedText.Stacks(_collectors.Sum(collector => collector.OmittedStacks)));
        _notes.AddRange(OmittedText.Samples(_collectors.Sum(collector => collector.OmittedSamples)));
        Finish();
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Writes the stacks of one kind in one file.</summary>
    protected abstract void Write(CollectedStacks stacks);

    /// <summary>Writes what follows the stacks of all files.</summary>
    protected abstract void Finish();

    /// <summary>Adds a note about what the output does not contain.</summary>
    protected void Note(string text) => _notes.Add(text);

    private string WhyEmpty()
    {
        if (Options.Filter.Length > 0)
        {
            return "No record with a stack of these kinds matches the filter.";
        }

        string others = string.Join(", ", StackKinds.All.Except(Options.Of).Select(StackKinds.NameOf));
        return Options.Of is [var only]
            ? $"There are no stacks of '{StackKinds.NameOf(only)}'; --of chooses others: {others}."
            : "There are no stacks of any kind: nothing that is recorded with a stack happened, or it was not "
                + "recorded.";
    }

    private void Receive(CollectedStacks stacks)
    {
        _found.Add(stacks.Kind);
        if (stacks.Tally.JoinedCount > 0)
        {
            Note($"{stacks.Tally.JoinedCount} records of '{StackKinds.NameOf(stacks.Kind)}' have no labels: "
                + "there are too many different ones.");
        }

        Write(stacks);
    }
}
