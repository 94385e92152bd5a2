using System.Text.Json;

namespace Contrail.Core.Triggers;

/// <summary>
/// Reads files of rules, <c>contrail.triggers/1</c>. It accepts any bytes and never throws: an unknown property or a
/// wrong value makes the file invalid, since a rule without a part of it would not be the one that was written.
/// </summary>
internal static class RulesFile
{
    /// <summary>The name and version of the format.</summary>
    public const string Schema = "contrail.triggers/1";

    /// <summary>As many rules as are allowed, each of the allowed size, are smaller.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Each rule costs time for every observation.</summary>
    public const int MaxRules = 100;

    /// <summary>Deeper values are skipped nowhere: the format has five levels.</summary>
    private const int MaxDepth = 16;

    /// <summary>Reads a file; null if it is invalid.</summary>
    /// <param name="untrusted">The content, in UTF-8.</param>
    /// <param name="error">The first error; null if it is valid.</param>
    public static IReadOnlyList<TriggerRule>? Read(ReadOnlySpan<byte> untrusted, out RulesError? error)
    {
        error = null;
        if (untrusted.Length > MaxBytes)
        {
            error = new RulesError(1, "", $"the file is larger than {MaxBytes} bytes");
            return null;
        }

        // Editors write a byte order mark.
        ReadOnlySpan<byte> content = untrusted.StartsWith("\uFEFF"u8) ? untrusted[3..] : untrusted;
        RulesReader reader = new(content, MaxDepth);
        try
        {
            IReadOnlyList<TriggerRule>? rules = Content(ref reader);
            error = reader.Error;
            return error is null ? rules : null;
        }
        catch (JsonException invalid)
        {
            error = new RulesError((int)Math.Min(invalid.LineNumber ?? 0, int.MaxValue - 1) + 1, "", "invalid JSON");
        }
        catch (InvalidOperationException)
        {
            // The reader's exception for a string that is not valid UTF-8 or contains half of a surrogate pair.
            error = reader.ErrorHere("", "invalid characters in a string");
        }

        return null;
    }

    private static List<TriggerRule>? Content(ref RulesReader reader)
    {
        string? schema = null;
        List<TriggerRule>? rules = null;
        reader.Next();
        if (!reader.BeginObject(""))
        {
            return null;
        }

        while (reader.NextProperty("") is { } property)
        {
            switch (property)
            {
                case "schema":
                    schema = reader.Text("schema");
                    if (schema is not null && schema != Schema)
                    {
                        reader.Fail("schema", $"unknown schema; expected {Schema}");
                    }

                    break;
                case "rules":
                    rules = Rules(ref reader);
                    break;
                default:
                    reader.FailUnknown("", property, ["schema", "rules"]);
                    break;
            }
        }

        if (schema is null || rules is null)
        {
            reader.Fail("", $"'{(schema is null ? "schema" : "rules")}' is missing");
        }

        reader.End();
        return rules;
    }

    private static List<TriggerRule>? Rules(ref RulesReader reader)
    {
        List<TriggerRule> rules = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        if (!reader.BeginArray("rules"))
        {
            return null;
        }

        while (reader.NextElement())
        {
            string place = $"rules[{rules.Count}]";
            IReadOnlyList<TriggerRule> read = rules.Count >= MaxRules ? [] : RuleJson.Read(ref reader, place);
            if (read.Count == 0 || rules.Count + read.Count > MaxRules)
            {
                reader.Fail("rules", $"more than {MaxRules} rules");
                return null;
            }

            foreach (TriggerRule rule in read)
            {
                if (!names.Add(rule.Name))
                {
                    reader.Fail(place, $"a second rule with the name '{rule.Name}'");
                }

                rules.Add(rule);
            }
        }

        return rules;
    }
}
