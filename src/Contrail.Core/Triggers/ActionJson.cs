namespace Contrail.Core.Triggers;

/// <summary>Reads one action of a rule of a file.</summary>
internal static class ActionJson
{
    /// <summary>Longer command lines belong in a script.</summary>
    public const int MaxArguments = 64;

    /// <summary>An action that takes longer is not related to the snapshot.</summary>
    public const long MaxTimeoutNanoseconds = 3_600_000_000_000;

    private static readonly string[] Properties = ["run", "webhook", "log", "timeout"];

    /// <summary>The action of the current value; null after an error.</summary>
    public static TriggerAction? Read(ref RulesReader reader, string place)
    {
        TriggerAction? action = null;
        long? timeout = null;
        if (!reader.BeginObject(place))
        {
            return null;
        }

        while (reader.NextProperty(place) is { } property)
        {
            string inside = RulesReader.Inside(place, property);
            if (property == "timeout")
            {
                timeout = Timeout(ref reader, inside);
            }
            else if (action is not null && Properties.Contains(property))
            {
                reader.Fail(inside, "a second action; each action is an object of its own");
            }
            else
            {
                action = Kind(ref reader, place, property);
            }
        }

        if (action is null || (action.Kind == TriggerActionKind.Log && timeout is not null))
        {
            reader.Fail(place, action is null ? "expected 'run', 'webhook' or 'log'" : "'log' has no timeout");
        }

        return reader.Error is not null ? null
            : action! with { TimeoutNanoseconds = timeout ?? TriggerAction.DefaultTimeoutNanoseconds };
    }

    private static TriggerAction? Kind(ref RulesReader reader, string place, string property)
    {
        string inside = RulesReader.Inside(place, property);
        switch (property)
        {
            case "run":
                return new TriggerAction(TriggerActionKind.Run) { Command = Command(ref reader, inside) };
            case "webhook":
                return new TriggerAction(TriggerActionKind.Webhook) { Url = Url(ref reader, inside) };
            case "log":
                return reader.IsTrue(inside) ? new TriggerAction(TriggerActionKind.Log) : null;
            default:
                reader.FailUnknown(place, property, Properties);
                return null;
        }
    }

    private static long? Timeout(ref RulesReader reader, string place)
    {
        long? timeout = reader.Duration(place);
        if (timeout is <= 0 or > MaxTimeoutNanoseconds)
        {
            reader.Fail(place, "expected more than 0 and at most 1h");
        }

        return timeout;
    }

    private static List<string> Command(ref RulesReader reader, string place)
    {
        List<string> words = [];
        if (!reader.BeginArray(place))
        {
            return words;
        }

        while (reader.NextElement())
        {
            string inside = $"{place}[{words.Count}]";
            string? word = reader.Text(inside);
            if (word is null || word.Contains('\0', StringComparison.Ordinal) || words.Count == MaxArguments)
            {
                reader.Fail(inside, $"expected at most {MaxArguments} strings without zero characters");
            }

            words.Add(word ?? "");
        }

        if (words.Count == 0 || words[0].Length == 0)
        {
            reader.Fail(place, "the program is missing");
        }

        return words;
    }

    private static string Url(ref RulesReader reader, string place)
    {
        string? text = reader.Text(place);
        bool isValid = Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
        if (!isValid)
        {
            reader.Fail(place, "expected an absolute URL with http or https");
        }

        return text ?? "";
    }
}
