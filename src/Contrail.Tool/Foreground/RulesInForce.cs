using Contrail.Core.Triggers;
using Contrail.Tool.Text;
using Contrail.Triggers;

namespace Contrail.Tool.Foreground;

/// <summary>
/// The rules that all processes of a run share: the last ones that were valid. A file that is being saved while a
/// process starts, or that became invalid, takes no rules away. Thread-safe.
/// </summary>
internal sealed class RulesInForce
{
    private readonly Lock _lock = new();
    private readonly ChosenRules _chosen;
    private volatile IReadOnlyList<TriggerRule> _current;

    /// <param name="chosen">The choice of the command line; its file is read.</param>
    /// <exception cref="FormatException">The file is invalid; the message has the line and the reason.</exception>
    /// <exception cref="ArgumentException">Two rules have the same name.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public RulesInForce(ChosenRules chosen)
    {
        _chosen = chosen;
        _current = chosen.Read();
    }

    /// <summary>The rules.</summary>
    public IReadOnlyList<TriggerRule> Current => _current;

    /// <summary>Whether they can be read again.</summary>
    public bool CanReload => _chosen.Path is not null;

    /// <summary>
    /// Reads the file again and puts its rules in force in all plans, or in none: if the file is invalid, or a rule
    /// cannot fire for one of the recorded processes, the earlier rules stay.
    /// </summary>
    /// <param name="plansOf">Returns the plans of the processes that are recorded now.</param>
    /// <param name="note">Receives the result in a line.</param>
    public void Reload(Func<IReadOnlyList<TriggerPlan>> plansOf, Action<string> note)
    {
        string result;
        try
        {
            IReadOnlyList<TriggerRule> rules = _chosen.ReadAgain();
            lock (_lock)
            {
                Replace(plansOf(), rules);
                _current = rules;
            }

            result = $"{Page.Counted(rules.Count, "rule")} of {_chosen.Path} in force";
        }
        catch (Exception failure) when (failure is FormatException or IOException or UnauthorizedAccessException
            or ArgumentException)
        {
            result = $"rules not reloaded, the earlier ones stay in force: {failure.Message}";
        }

        note(result);
    }

    /// <summary>Puts the current rules in force in the plan of a process that started during a reload.</summary>
    /// <param name="plan">The plan, which the next reload already includes.</param>
    /// <param name="taken">The rules that it has.</param>
    /// <exception cref="SourceUnavailableException">A rule cannot fire for this process; its rules stay.</exception>
    public void Update(TriggerPlan plan, IReadOnlyList<TriggerRule> taken)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_current, taken))
            {
                plan.Reload(_current);
            }
        }
    }

    // First for all plans: one that refuses the rules must not cost another one its memory.
    private static void Replace(IReadOnlyList<TriggerPlan> plans, IReadOnlyList<TriggerRule> rules)
    {
        foreach (TriggerPlan plan in plans)
        {
            plan.RequirePossible(rules);
        }

        foreach (TriggerPlan plan in plans)
        {
            plan.Reload(rules);
        }
    }
}
