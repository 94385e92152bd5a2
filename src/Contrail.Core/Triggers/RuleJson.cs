namespace Contrail.Core.Triggers;

/// <summary>Reads one rule of a file.</summary>
internal static class RuleJson
{
    /// <summary>Names are parts of file names and lines.</summary>
    public const int MaxNameLength = 100;

    /// <summary>Actions run one after the other.</summary>
    public const int MaxActions = 10;

    private static readonly string[] Properties =
        ["name", "on", "after", "cooldown", "maxPerHour", "maxPerDay", "actions"];

    /// <summary>The rules of the current value, several for <c>default</c>; empty after an error.</summary>
    public static IReadOnlyList<TriggerRule> Read(ref RulesReader reader, string place)
    {
        string? name = null;
        IReadOnlyList<TriggerRule> rules = [];
        TriggerRule settings = new("", TriggerRules.Default[0].On);
        if (!reader.BeginObject(place))
        {
            return [];
        }

        while (reader.NextProperty(place) is { } property)
        {
            string inside = RulesReader.Inside(place, property);
            switch (property)
            {
                case "name":
                    name = Name(ref reader, inside);
                    break;
                case "on":
                    rules = On(ref reader, inside);
                    break;
                default:
                    settings = Setting(ref reader, place, property, settings);
                    break;
            }
        }

        if (name is null || rules.Count == 0)
        {
            reader.Fail(place, $"'{(name is null ? "name" : "on")}' is missing");
        }

        return reader.Error is null ? [.. Named(rules, name!, settings)] : [];
    }

    // Each rule of the default set keeps its own part of the name.
    private static IEnumerable<TriggerRule> Named(
        IReadOnlyList<TriggerRule> rules, string name, TriggerRule settings) =>
        rules.Select(rule => settings with
        {
            Name = rules.Count == 1 ? name : $"{name}: {rule.Name}",
            On = rule.On,
            IsDefault = rule.IsDefault,
        });

    private static string? Name(ref RulesReader reader, string place)
    {
        string? name = reader.Text(place);
        bool isValid = name is { Length: > 0 and <= MaxNameLength } && !name.Any(char.IsControl);
        if (!isValid)
        {
            reader.Fail(place, $"expected 1 to {MaxNameLength} characters without control characters");
        }

        return isValid ? name : null;
    }

    private static IReadOnlyList<TriggerRule> On(ref RulesReader reader, string place)
    {
        if (reader.Text(place) is not { } expression)
        {
            return [];
        }

        IReadOnlyList<TriggerRule> rules = TriggerRules.Parse(expression, out TriggerError? error);
        if (error is not null)
        {
            reader.Fail(place, error);
        }

        return rules;
    }

    private static TriggerRule Setting(ref RulesReader reader, string place, string property, TriggerRule rule)
    {
        string inside = RulesReader.Inside(place, property);
        switch (property)
        {
            case "after":
                return rule with { AfterNanoseconds = reader.Duration(inside) ?? 0 };
            case "cooldown":
                return rule with { CooldownNanoseconds = reader.Duration(inside) ?? 0 };
            case "maxPerHour":
                return rule with { MaxPerHour = reader.Number(inside, 1, Suppression.MaxQuota) };
            case "maxPerDay":
                return rule with { MaxPerDay = reader.Number(inside, 1, Suppression.MaxQuota) };
            case "actions":
                return rule with { Actions = Actions(ref reader, inside) };
            default:
                reader.FailUnknown(place, property, Properties);
                return rule;
        }
    }

    private static List<TriggerAction> Actions(ref RulesReader reader, string place)
    {
        List<TriggerAction> actions = [];
        if (!reader.BeginArray(place))
        {
            return actions;
        }

        while (reader.NextElement())
        {
            if (actions.Count == MaxActions)
            {
                reader.Fail(place, $"more than {MaxActions} actions");
            }
            else if (ActionJson.Read(ref reader, $"{place}[{actions.Count}]") is { } action)
            {
                actions.Add(action);
            }
        }

        return actions;
    }
}
