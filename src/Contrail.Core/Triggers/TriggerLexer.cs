using System.Text;

namespace Contrail.Core.Triggers;

/// <summary>Divides an expression into tokens, for any text.</summary>
internal static class TriggerLexer
{
    private static readonly string[] Operators = ["!=", "<=", ">=", "=", "<", ">", "~"];

    /// <summary>The tokens; the last one is the end.</summary>
    public static IReadOnlyList<TriggerToken> Read(string expression)
    {
        List<TriggerToken> tokens = [];
        int at = 0;
        while (true)
        {
            while (at < expression.Length && char.IsWhiteSpace(expression[at]))
            {
                at++;
            }

            if (at == expression.Length)
            {
                tokens.Add(new TriggerToken(TriggerTokenKind.End, "", at));
                return tokens;
            }

            tokens.Add(Next(expression, ref at));
        }
    }

    /// <summary>Whether a text is one word token, as it is.</summary>
    public static bool IsWord(string text)
    {
        IReadOnlyList<TriggerToken> tokens = Read(text);
        return tokens.Count == 2 && tokens[0].Kind == TriggerTokenKind.Word && tokens[0].Text == text;
    }

    /// <summary>A text in quotes.</summary>
    public static string Quote(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static TriggerToken Next(string expression, ref int at)
    {
        int start = at;
        char first = expression[at];
        if (first is '(' or ')')
        {
            at++;
            return new TriggerToken(first == '(' ? TriggerTokenKind.Open : TriggerTokenKind.Close, $"{first}", start);
        }

        if (first is '"' or '\'')
        {
            return Quoted(expression, ref at);
        }

        if (OperatorAt(expression, at) is { } found)
        {
            at += found.Length;
            return new TriggerToken(TriggerTokenKind.Operator, found, start);
        }

        while (at < expression.Length && !EndsWord(expression, at))
        {
            at++;
        }

        return new TriggerToken(TriggerTokenKind.Word, expression[start..at], start);
    }

    private static string? OperatorAt(string expression, int at) => Array.Find(
        Operators, candidate => string.CompareOrdinal(expression, at, candidate, 0, candidate.Length) == 0);

    // Quotes inside a word, as in don't, are part of it; after the colon of a signal they begin its subject.
    private static bool EndsWord(string expression, int at) =>
        char.IsWhiteSpace(expression[at]) || expression[at] is '(' or ')' || OperatorAt(expression, at) is not null
            || (expression[at] is '"' or '\'' && at > 0 && expression[at - 1] == ':');

    // A doubled quote is a quote in the text.
    private static TriggerToken Quoted(string expression, ref int at)
    {
        int start = at;
        char quote = expression[at++];
        StringBuilder text = new();
        while (at < expression.Length)
        {
            bool isQuote = expression[at] == quote;
            if (isQuote && (at + 1 == expression.Length || expression[at + 1] != quote))
            {
                at++;
                return new TriggerToken(TriggerTokenKind.Quoted, text.ToString(), start);
            }

            text.Append(expression[at]);
            at += isQuote ? 2 : 1;
        }

        return new TriggerToken(TriggerTokenKind.Unterminated, text.ToString(), start);
    }
}
