using System.Security.Cryptography;
using System.Text;
using Shop.Stage;

namespace Shop.Machine;

/// <summary>
/// A service that verifies passwords, which costs processor time on purpose. It is right: what is around it is not.
/// </summary>
internal static class Logins
{
    private const int RequestsPerSecond = 25;
    private const int ThreadsPerProcessor = 4;

    /// <summary>The control group limits the processor time. The twin's limit is above what the service uses.</summary>
    public static Task RunThrottledAsync(Scene scene) => ServeAsync(scene);

    /// <summary>
    /// A batch of another team uses all processors of the machine. The control group of the twin has a larger weight.
    /// </summary>
    public static Task RunNextToBatchAsync(Scene scene)
    {
        scene.StartBatch(ThreadsPerProcessor * Environment.ProcessorCount);
        return ServeAsync(scene);
    }

    private static Task ServeAsync(Scene scene) => scene.ServeAsync(
        services => services.AddSingleton(new PasswordVerifier()),
        routes => routes.MapGet("/login/{id:int}", (int id, PasswordVerifier verifier) => verifier.Verify($"{id}")),
        RequestsPerSecond, "/login/{n}");

    internal sealed class PasswordVerifier
    {
        private const int Iterations = 60_000;
        private readonly byte[] _salt = Encoding.UTF8.GetBytes("a salt of 16 byte");
        private readonly byte[] _stored = new byte[32];

        public bool Verify(string password)
        {
            byte[] derived = Rfc2898DeriveBytes.Pbkdf2(
                password, _salt, Iterations, HashAlgorithmName.SHA256, _stored.Length);
            return CryptographicOperations.FixedTimeEquals(derived, _stored);
        }
    }
}
