namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>A method's name as in its source.</summary>
/// <param name="Text">The method with its type and namespace.</param>
/// <param name="NamespaceChars">The length of the namespace at the start of that, with its dot.</param>
/// <param name="Parameters">
/// The parameters in parentheses; empty where they are unknown: for the body of an asynchronous method or an iterator.
/// </param>
/// <param name="IsAsync">Whether it is the body of an asynchronous method, which may run in several parts.</param>
internal readonly record struct MethodName(string Text, int NamespaceChars, string Parameters, bool IsAsync);
