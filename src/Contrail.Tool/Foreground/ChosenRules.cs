using Contrail.Core.Triggers;
using Contrail.Triggers;

namespace Contrail.Tool.Foreground;

/// <summary>The rules that the command line chooses: its own, and those of a file. Immutable.</summary>
/// <param name="Own">Those of the command line.</param>
/// <param name="Path">The file; null for none.</param>
internal sealed record ChosenRules(IReadOnlyList<TriggerRule> Own, string? Path)
{
    /// <summary>All rules, with the current content of the file.</summary>
    /// <exception cref="FormatException">The file is invalid; the message has the line and the reason.</exception>
    /// <exception cref="ArgumentException">Two rules have the same name.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public IReadOnlyList<TriggerRule> Read() => All(RulesFiles.Read);

    /// <summary>The same while something is recorded: the file must be one that can be read at once.</summary>
    /// <inheritdoc cref="Read"/>
    public IReadOnlyList<TriggerRule> ReadAgain() => All(RulesFiles.ReadAgain);

    private IReadOnlyList<TriggerRule> All(Func<string, IReadOnlyList<TriggerRule>> read)
    {
        IReadOnlyList<TriggerRule> all = Path is null ? Own : [.. Own, .. read(Path)];
        string? twice = all.CountBy(rule => rule.Name).FirstOrDefault(one => one.Value > 1).Key;
        return twice is null ? all : throw new ArgumentException($"Two rules have the name '{twice}'.");
    }
}
