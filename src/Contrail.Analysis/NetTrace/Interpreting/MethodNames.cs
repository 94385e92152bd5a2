using Contrail.Core.NetTrace.Symbols;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Turns what compilers generate for a method back into that method: the state machine of an asynchronous method or an
/// iterator is the method itself, a lambda is <c>Type.Method.lambda</c>, a local function <c>Type.Method.Local</c>.
/// </summary>
internal static class MethodNames
{
    /// <summary>The type that the runtime reports for generated code.</summary>
    public const string DynamicClass = "dynamicClass";

    private const string Resume = "MoveNext";
    private const string VisualBasicMachine = "VB$StateMachine_";

    /// <summary>The readable name; what the runtime wrote if it is not written as a name is.</summary>
    public static MethodName Readable(CodeMethod method)
    {
        if (method.Type == DynamicClass || method.Type.Length == 0 || TypeName.Parse(method.Type) is not { } type)
        {
            return new MethodName(method.FullName, 0, MethodParameters.Readable(method.Signature, []), IsAsync: false);
        }

        int generated = Array.FindIndex(type.Levels, static level => IsGenerated(level.Name));
        int declaredCount = generated < 0 ? type.Levels.Length : generated;
        List<string> parts = declaredCount == 0 ? [] : [TypeName.Join(type.Levels.AsSpan(0, declaredCount))];
        bool isBody = false;
        for (int level = declaredCount; level < type.Levels.Length; level++)
        {
            isBody = AddGenerated(parts, type.Levels[level].Name);
        }

        bool isResumed = isBody && method.Name is Resume or "GenerateNext";
        if (isBody && !isResumed)
        {
            parts.Add(method.Name == "Invoke" ? "lambda" : SourceNames.WithoutNamespaces(method.Name));
        }
        else if (!isResumed)
        {
            SourceNames.AddTo(parts, method.Name);
        }

        return new MethodName(
            string.Join('.', parts),
            declaredCount == 0 ? 0 : TypeNames.NamespaceChars(type.Levels[0].Name),
            isResumed ? "" : MethodParameters.Readable(method.Signature, type.Arguments),
            isResumed && !method.Signature.Contains("bool ", StringComparison.Ordinal));
    }

    private static bool IsGenerated(string level) =>
        IsClosure(level) || IsMachine(level) || IsOfFSharp(level)
        || level.StartsWith(VisualBasicMachine, StringComparison.Ordinal);

    private static bool IsClosure(string level) =>
        level is "<>c" or "<>O" || level.StartsWith("<>c__", StringComparison.Ordinal);

    // "<PayAsync>d__12", and "<<Main>$>d__0" for statements without a method.
    private static bool IsMachine(string level)
    {
        int close = SourceNames.ClosingAngle(level);
        return close > 1 && level.AsSpan(close + 1) is ['d', ..];
    }

    // "pay@12-1" is a closure on line 12 of the function pay.
    private static bool IsOfFSharp(string level)
    {
        int at = level.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at + 1 < level.Length && char.IsAsciiDigit(level[at + 1]);
    }

    // Returns whether the type has the body of the method.
    private static bool AddGenerated(List<string> parts, string level)
    {
        if (IsMachine(level))
        {
            SourceNames.AddTo(parts, level[1..SourceNames.ClosingAngle(level)].Replace('-', '.'));
            return true;
        }

        if (level.StartsWith(VisualBasicMachine, StringComparison.Ordinal))
        {
            parts.Add(level[(level.IndexOf('_', VisualBasicMachine.Length) + 1)..]);
            return true;
        }

        bool isOfFSharp = IsOfFSharp(level);
        if (isOfFSharp || !IsClosure(level))
        {
            parts.Add(isOfFSharp ? level[..level.IndexOf('@', StringComparison.Ordinal)] : level);
        }

        return isOfFSharp;
    }
}
