namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>One call on a stack.</summary>
/// <param name="Address">Its address in the code.</param>
/// <param name="FunctionId">The function's name, an id in the table of strings.</param>
/// <param name="FileId">The source file, an id in the table of strings.</param>
/// <param name="Line">The line in that file.</param>
internal readonly record struct GoFrame(ulong Address, ulong FunctionId, ulong FileId, ulong Line);
