namespace Contrail.Core.Triggers;

/// <summary>The words of the language that are not names of signals.</summary>
internal static class TriggerWords
{
    public const string And = "and";
    public const string Or = "or";
    public const string In = "in";
    public const string For = "for";
    public const string By = "by";
    public const string Count = "count";
    public const string Rate = "rate";
    public const string Worst = "worst";
    public const string DefaultSet = "default";
    public const string PayloadPrefix = "payload.";

    private static readonly string[] Joining = [And, Or, In, For, By];

    /// <summary>Whether a word joins parts of an expression, so that it is a value only in quotes.</summary>
    public static bool IsJoining(string word) => Joining.Contains(word, StringComparer.OrdinalIgnoreCase);

    /// <summary>The percentile that a word such as <c>p99.9</c> names; null if it names none.</summary>
    public static double? PercentileOf(string word) =>
        word.Length > 1 && word[0] is 'p' or 'P'
        && TriggerQuantity.NumberOf(word[1..]) is > 0 and < 100 and double found
            ? found
            : null;
}
