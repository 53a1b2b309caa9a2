package dev.understudy.launch;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Where a setting comes from when it is no flag: the environment ({@code --udp-size} is {@code
 * UNDERSTUDY_UDP_SIZE}), else the file named by {@code --config} ({@code udp-size = 1232}), else
 * its default. Lists are separated by commas. An unknown key in the file stops the start.
 */
final class SettingSources implements CommandLine.IDefaultValueProvider {
  private static final String CONFIG = "config";

  private final Map<String, String> environment;
  private final @Nullable String file;
  private @Nullable Map<String, String> keys;

  SettingSources(Map<String, String> environment, String... arguments) {
    this.environment = environment;
    this.file = configFile(environment, arguments);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    String key = key(option);
    if (option.hidden() || key.equals(CONFIG) || option.usageHelp()) {
      return null;
    }
    @Nullable String value = environment.get(environmentName(key));
    return value == null || value.isEmpty() ? fileKeys(option).get(key) : value;
  }

  static String environmentName(String key) {
    return "UNDERSTUDY_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static String key(OptionSpec option) {
    return option.longestName().substring(2);
  }

  private Map<String, String> fileKeys(OptionSpec option) {
    if (keys == null) {
      keys = file == null ? Map.of() : read(file, option);
    }
    return keys;
  }

  private static Map<String, String> read(String file, OptionSpec asked) {
    CommandLine line = asked.command().commandLine();
    var read = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
      read.load(reader);
    } catch (NoSuchFileException e) {
      throw new CommandLine.ParameterException(line, "--config " + file + ": no such file", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandLine.ParameterException(line, "--config " + file + ": " + e.getMessage(), e);
    }
    var known = new TreeSet<String>();
    asked.command().options().forEach(option -> known.add(key(option)));
    known.remove(CONFIG);
    var unknown = new TreeSet<>(read.stringPropertyNames());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new CommandLine.ParameterException(
          line, "--config " + file + ": unknown " + unknown + "; known are " + known);
    }
    var values = new HashMap<String, String>();
    read.stringPropertyNames().forEach(key -> values.put(key, read.getProperty(key)));
    return values;
  }

  private static @Nullable String configFile(Map<String, String> environment, String... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--config") && i + 1 < arguments.length) {
        return arguments[i + 1];
      }
      if (arguments[i].startsWith("--config=")) {
        return arguments[i].substring("--config=".length());
      }
    }
    return environment.get(environmentName(CONFIG));
  }
}
