using System.Reflection.Emit;

namespace Contrail.Target.Dynamic;

/// <summary>A <see cref="DynamicMethod"/> a round.</summary>
internal static class EmittedMethods
{
    public static void Mark(int round)
    {
        string name = $"Emitted_{round}";
        DynamicMethod method = new(name, typeof(int), Type.EmptyTypes, typeof(EmittedMethods).Module);
        WriteBody(method.GetILGenerator(), "DynamicMethod", name);
        _ = method.CreateDelegate<Func<int>>()();
    }

    /// <summary>The body of all emitted code: mark, and do something with the answer.</summary>
    public static void WriteBody(ILGenerator body, string kind, string name)
    {
        body.Emit(OpCodes.Ldstr, kind);
        body.Emit(OpCodes.Ldstr, name);
        body.Emit(OpCodes.Call, Marks.WriteMethod);
        body.Emit(OpCodes.Ldc_I4_1);
        body.Emit(OpCodes.Add);
        body.Emit(OpCodes.Ret);
    }
}
